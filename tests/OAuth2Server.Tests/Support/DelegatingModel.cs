namespace OAuth2Server.Tests.Support;

/// <summary>Hands every call on to the in-memory model, after telling its name. It cannot exchange in one transaction.</summary>
public class DelegatingModel(InMemoryModel inner)
    : IAuthorizationCodeModel, IRefreshTokenModel, IPasswordModel, IClientCredentialsModel, IAccessTokenModel, IUserModel, IDeviceCodeModel
{
    /// <summary>Told the name of each function before it is called; what it throws, the function throws.</summary>
    public Action<string>? OnCall { get; set; }

    protected InMemoryModel Inner => inner;

    public ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        Told("getClient").GetClientAsync(clientId, context, ct);

    public ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
        Told("verifyClientSecret").VerifyClientSecretAsync(client, secret, context, ct);

    public virtual ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) =>
        Told("saveToken").SaveTokenAsync(token, context, ct);

    public virtual ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct) =>
        Told("revokeAuthorization").RevokeAuthorizationAsync(authorizationId, context, ct);

    public ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        Told("saveAuthorizationCode").SaveAuthorizationCodeAsync(code, context, ct);

    public ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        Told("getAuthorizationCode").GetAuthorizationCodeAsync(code, context, ct);

    public virtual ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        Told("revokeAuthorizationCode").RevokeAuthorizationCodeAsync(code, context, ct);

    public ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        Told("getRefreshToken").GetRefreshTokenAsync(token, context, ct);

    public ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        Told("revokeToken").RevokeTokenAsync(token, context, ct);

    public ValueTask<User?> GetUserAsync(string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        Told("getUser").GetUserAsync(username, password, client, context, ct);

    public ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) =>
        Told("getUserFromClient").GetUserFromClientAsync(client, context, ct);

    public ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        Told("getAccessToken").GetAccessTokenAsync(token, context, ct);

    public ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        Told("getUserById").GetUserByIdAsync(subject, client, context, ct);

    public virtual ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        Told("saveDeviceCode").SaveDeviceCodeAsync(code, context, ct);

    public ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        Told("getDeviceCode").GetDeviceCodeAsync(deviceCode, context, ct);

    public ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct) =>
        Told("getDeviceCodeByUserCode").GetDeviceCodeByUserCodeAsync(userCode, context, ct);

    public ValueTask<bool> DecideDeviceCodeAsync(DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct) =>
        Told("decideDeviceCode").DecideDeviceCodeAsync(code, granted, context, ct);

    public virtual ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct) =>
        Told("recordPoll").RecordPollAsync(code, interval, context, ct);

    public ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        Told("revokeDeviceCode").RevokeDeviceCodeAsync(code, context, ct);

    protected InMemoryModel Told(string name)
    {
        OnCall?.Invoke(name);
        return inner;
    }
}

/// <summary>The same with a count of failed attempts, which a call of its own writes.</summary>
public sealed class CountingModel(InMemoryModel inner) : DelegatingModel(inner), IAttemptModel
{
    public CountedKeys Counted { get; } = new();

    public ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct)
    {
        Told("addFailure");
        return Counted.AddFailureAsync(key, now, forgetAt, ct);
    }

    public ValueTask ClearFailuresAsync(string key, CancellationToken ct) => Counted.ClearFailuresAsync(key, ct);
}

/// <summary>The same with the exchange in one transaction, and with revocation.</summary>
public sealed class ExchangingModel(InMemoryModel inner) : DelegatingModel(inner), IExchangeModel, IRevocationModel
{
    public ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct) =>
        Told("revokeAccessToken").RevokeAccessTokenAsync(token, context, ct);

    public ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        Told("exchange").ExchangeAsync(consumed, successor, replay, context, ct);
}
