namespace OAuth2Server;

/// <summary><c>client_secret_basic</c>: id and secret in the Authorization header (RFC 6749 §2.3.1).</summary>
/// <param name="model">Finds the client and verifies its secret.</param>
public sealed class ClientSecretBasic(IOAuthModel model) : IClientAuthenticationMethod
{
    /// <inheritdoc/>
    public string Name => "client_secret_basic";

    /// <inheritdoc/>
    public bool IsPresented(OAuthRequest request) => AuthorizationHeader.IsBasic(AuthorizationHeader.Of(request));

    /// <inheritdoc/>
    public ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct) =>
        AuthorizationHeader.TryReadBasic(AuthorizationHeader.Of(context.Request), out var id, out var secret)
            ? ClientAuthentication.BySecretAsync(model, id, secret, context, ct)
            : new(ClientAuthentication.Failed("RFC 6749 §2.3.1", "The Basic credentials cannot be decoded."));
}
