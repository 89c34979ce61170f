namespace OAuth2Server.Tests.Support;

/// <summary>A way to reach a server: in process, or over HTTP. The protocol tests are the same for each.</summary>
public interface ITransport : IAsyncDisposable
{
    /// <summary>Starts a server.</summary>
    static abstract ITransport Start(Setup setup);

    /// <summary>Sends a request.</summary>
    /// <remarks>If the authorization endpoint asks the resource owner, the answer is the request's consent.</remarks>
    Task<Answer> SendAsync(WireRequest request);
}
