namespace OAuth2Server.AspNetCore.Tests.Http;

/// <summary>Records the context of look-ups of clients and access tokens, and of saves.</summary>
internal sealed class RecordingModel(InMemoryModel inner, Action<OAuthContext> see)
    : IAuthorizationCodeModel, IClientCredentialsModel, IAccessTokenModel
{
    public ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct)
    {
        see(context);
        return inner.GetClientAsync(clientId, context, ct);
    }

    public ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        see(context);
        return inner.GetAccessTokenAsync(token, context, ct);
    }

    public ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        see(context);
        return inner.SaveTokenAsync(token, context, ct);
    }

    public ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        see(context);
        return inner.SaveAuthorizationCodeAsync(code, context, ct);
    }

    public ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
        inner.VerifyClientSecretAsync(client, secret, context, ct);

    public ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        inner.GetAuthorizationCodeAsync(code, context, ct);

    public ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        inner.RevokeAuthorizationCodeAsync(code, context, ct);

    public ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct) =>
        inner.RevokeAuthorizationAsync(authorizationId, context, ct);

    public ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) =>
        inner.GetUserFromClientAsync(client, context, ct);
}
