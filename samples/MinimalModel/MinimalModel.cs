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

    public async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        // Both or neither: what fails first leaves nothing behind. In your database this is one transaction.
        if (_accessTokens.ContainsKey(token.Access.Hash)) throw Taken();
        if (token.Refresh is { } refresh) await Add(_refreshTokens, refresh.Hash, refresh);
        await Add(_accessTokens, token.Access.Hash, token.Access);
    }
    public ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        new(_accessTokens.TryGetValue(token.Hash, out var found) && IsValid(found.Authorization) ? found : null);

    public ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        Add(_codes, code.Hash, code);
    public ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        new(_codes.TryGetValue(code.Hash, out var found) && IsValid(found.Authorization) ? found : null);
    public ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        new(IsFresh(code) && _codes.TryUpdate(code.Hash, code with { ConsumedAt = context.Now }, comparisonValue: code));

    public ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        new(_refreshTokens.TryGetValue(token.Hash, out var found) && IsValid(found.Authorization) ? found : null);
    public ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        new(IsFresh(token) && _refreshTokens.TryUpdate(token.Hash, token with { ConsumedAt = context.Now }, comparisonValue: token));

    public ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        _revoked[authorizationId] = context.Now;
        return default;
    }
    private bool IsValid(Authorization authorization) => !_revoked.ContainsKey(authorization.Id);
    private bool IsFresh(Credential credential) => credential.ConsumedAt is null && IsValid(credential.Authorization);

    // Never replace: a repeated save must not make a consumed code or refresh token fresh again.
    private static ValueTask Add<T>(ConcurrentDictionary<SecretHash, T> table, SecretHash hash, T record) =>
        table.TryAdd(hash, record) ? default : throw Taken();
    private static InvalidOperationException Taken() => new("A code or token with this text is saved already.");

    public ValueTask<User?> GetUserAsync(string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        new(SignIn(username, password));
    public ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) => new(User.None);
    // A hash is enough because the password is random; a password that a user chooses needs a password hasher.
    public User? SignIn(string username, Secret password) =>
        username == "alice" && alicesPassword.Equals(password.Hash) ? new User("user-1") : null;
}
