namespace OAuth2Server;

/// <summary>Reads access tokens from the model.</summary>
internal sealed class AccessTokenLookUp(IAccessTokenModel model) : IAccessTokenReader
{
    public async ValueTask<Outcome<AccessToken>> ReadAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await model.GetAccessTokenAsync(token, context, ct) is { } found
            ? found
            : BearerAuthentication.Invalid("It is unknown or revoked.");
}
