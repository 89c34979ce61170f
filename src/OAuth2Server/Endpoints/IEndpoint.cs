namespace OAuth2Server;

/// <summary>One endpoint of the authorization server. An endpoint of your own is one class that implements this, registered in one
/// line.</summary>
/// <remarks>
/// Ask for the model interfaces that you need, and for <see cref="ClientAuthentication"/>, in the constructor. By itself come: the route,
/// the entry in the metadata, CORS, logs, metrics,
/// activities, events, and <c>server_error</c> for what throws.
/// </remarks>
public interface IEndpoint
{
    /// <summary>The name in logs, metrics, activities and events: <c>token</c>. Use lower case and underscores.</summary>
    string Name { get; }

    /// <summary>The path below the path of all endpoints: <c>/token</c>. A path that starts with <c>/.well-known/</c> stands at the root,
    /// with the path of the issuer behind it (RFC 8414 §3.1).</summary>
    string Path { get; }

    /// <summary>Which pages of other origins may read the answers (CORS).</summary>
    /// <value>Default <see cref="BrowserAccess.None"/>.</value>
    BrowserAccess Browsers => BrowserAccess.None;

    /// <summary>Adds the endpoint to the server's metadata (RFC 8414 §2): its address, and what it supports.</summary>
    /// <param name="metadata">The document.</param>
    void Describe(ServerMetadata metadata)
    {
    }

    /// <summary>Answers one request, of any method.</summary>
    /// <param name="context">The request. Read its parameters from <see cref="OAuthContext.Parameters"/>.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The response, or the error that stands in its place and is answered in JSON (RFC 6749 §5.2).</returns>
    ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct);
}
