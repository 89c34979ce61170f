using System.Collections.Concurrent;
using OAuth2Server;

/// <summary>A complete model: four grants and request authentication. Put your tables where the dictionaries are.</summary>
public sealed class MinimalModel(Client registered, SecretHash clientSecret, SecretHash alicesPassword)
    : IAuthorizationCodeModel, IRefreshTokenModel, IPasswordModel, IClientCredentialsModel, IAccessTokenModel
{
    private readonly ConcurrentDictionary<SecretHash, AuthorizationCode> _codes = new();
    private readonly ConcurrentDictionary<SecretHash, RefreshToken> _refreshTokens = new();
    private readonly ConcurrentDictionary<SecretHash, AccessToken> _accessTokens = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _revoked = new();

    public ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        new(clientId == registered.Id ? registered : null);

    public ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
        new(clientSecret.Equals(secret.Hash));

    public ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        _accessTokens[token.Access.Hash] = token.Access;
        if (token.Refresh is { } refresh) _refreshTokens[refresh.Hash] = refresh;
        return default;
    }

    public ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        new(_accessTokens.TryGetValue(token.Hash, out var found) && IsAlive(found.Authorization) ? found : null);

    public ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        _codes[code.Hash] = code;
        return default;
    }
    public ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        new(_codes.TryGetValue(code.Hash, out var found) && IsAlive(found.Authorization) ? found : null);
    public ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        new(_codes.TryUpdate(code.Hash, code with { ConsumedAt = context.Now }, comparisonValue: code));

    public ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        new(_refreshTokens.TryGetValue(token.Hash, out var found) && IsAlive(found.Authorization) ? found : null);
    public ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        new(_refreshTokens.TryUpdate(token.Hash, token with { ConsumedAt = context.Now }, comparisonValue: token));

    public ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        _revoked[authorizationId] = context.Now;
        return default;
    }

    private bool IsAlive(Authorization authorization) => !_revoked.ContainsKey(authorization.Id);

    public ValueTask<User?> GetUserAsync(string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        new(SignIn(username, password));
    public ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) => new(User.None);

    // A hash is enough because the password is random; what people choose needs a password hasher.
    public User? SignIn(string username, Secret password) =>
        username == "alice" && alicesPassword.Equals(password.Hash) ? new User("user-1") : null;
}
