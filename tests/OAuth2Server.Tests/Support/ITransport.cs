namespace OAuth2Server.Tests.Support;

/// <summary>A way to reach a server: in process, or over HTTP. The protocol tests are the same for each.</summary>
public interface ITransport : IAsyncDisposable
{
    /// <summary>Starts a server.</summary>
    static abstract ITransport Start(Setup setup);

    /// <summary>Sends a request. At the authorization endpoint the resource owner answers as the request's consent says, if asked.</summary>
    Task<Answer> SendAsync(WireRequest request);
}
