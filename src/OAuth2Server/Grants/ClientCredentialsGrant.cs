namespace OAuth2Server;

/// <summary>The client credentials grant (RFC 6749 §4.4): a confidential client on its own behalf. It never gets a refresh token
/// (§4.4.3).</summary>
/// <param name="model">Returns the user that a client acts for.</param>
public sealed class ClientCredentialsGrant(IClientCredentialsModel model) : IGrant
{
    /// <summary>The grant type's name.</summary>
    public const string Name = "client_credentials";

    /// <inheritdoc/>
    public string GrantType => Name;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        if (request.Client.Type != ClientType.Confidential)
            return OAuthError.UnauthorizedClient("A public client has no credentials to use.", "RFC 6749 §4.4");
        return await model.GetUserFromClientAsync(request.Client, request.Context, ct) is { } user
            ? new Granted { User = user, Scope = request.Scope, WithRefreshToken = false }
            : OAuthError.InvalidGrant("The client may not act on its own.", "RFC 6749 §4.4");
    }
}
