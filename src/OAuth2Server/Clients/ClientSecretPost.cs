namespace OAuth2Server;

/// <summary><c>client_secret_post</c>: id and secret in the form (RFC 6749 §2.3.1).</summary>
/// <param name="model">Finds the client and verifies its secret.</param>
public sealed class ClientSecretPost(IOAuthModel model) : IClientAuthenticationMethod
{
    /// <inheritdoc/>
    public string Name => "client_secret_post";

    /// <inheritdoc/>
    public bool IsPresented(OAuthRequest request) => request["client_secret"] is not null;

    /// <inheritdoc/>
    public ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct) =>
        context["client_id"] is { } id
            ? ClientAuthentication.BySecretAsync(model, id, context["client_secret"]!, context, ct)
            : new(OAuthError.InvalidRequest("client_id is missing.", "RFC 6749 §2.3.1"));
}
