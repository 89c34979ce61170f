namespace OAuth2Server;

/// <summary><c>none</c>: a public client names itself and proves nothing (RFC 6749 §3.2.1). It is used only when the request presents no
/// other method.</summary>
/// <param name="model">Finds the client.</param>
public sealed class NoClientAuthentication(IOAuthModel model) : IClientAuthenticationMethod
{
    internal const string MethodName = "none";

    /// <inheritdoc/>
    public string Name => MethodName;

    /// <inheritdoc/>
    public bool IsPresented(OAuthRequest request) => request["client_id"] is not null;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct)
    {
        if (context["client_id"] is not { } id || !Grammar.IsVsChar(id))
            return ClientAuthentication.Failed("RFC 6749 §A.1", "client_id is malformed.");
        return await model.GetClientAsync(id, context, ct) is { } client
            ? client
            : ClientAuthentication.Failed("RFC 6749 §2.2", "The client is unknown.");
    }
}
