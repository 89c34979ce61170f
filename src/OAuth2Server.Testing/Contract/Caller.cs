namespace OAuth2Server.Testing;

/// <summary>One caller with a model of its own. A function gets a context with the clock's time unless another one is given.</summary>
internal sealed class Caller(ModelScope scope, TimeProvider clock) : IAsyncDisposable
{
    public IOAuthModel Model => scope.Model;

    public T As<T>() where T : class => (T)scope.Model;

    public ValueTask DisposeAsync() => scope.DisposeAsync();

    public ValueTask SaveAsync(Token token, OAuthContext? context = null, CancellationToken ct = default) =>
        Model.SaveTokenAsync(token, Or(context), ct);

    public ValueTask SaveAsync(AuthorizationCode code, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IAuthorizationCodeModel>().SaveAuthorizationCodeAsync(code, Or(context), ct);

    public ValueTask<AuthorizationCode?> FindCodeAsync(Secret code, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IAuthorizationCodeModel>().GetAuthorizationCodeAsync(code, Or(context), ct);

    public ValueTask<RefreshToken?> FindRefreshAsync(Secret token, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IRefreshTokenModel>().GetRefreshTokenAsync(token, Or(context), ct);

    public ValueTask<AccessToken?> FindAccessAsync(Secret token, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IAccessTokenModel>().GetAccessTokenAsync(token, Or(context), ct);

    public ValueTask<bool> ConsumeAsync(AuthorizationCode code, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IAuthorizationCodeModel>().RevokeAuthorizationCodeAsync(code, Or(context), ct);

    public ValueTask<bool> ConsumeAsync(RefreshToken token, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IRefreshTokenModel>().RevokeTokenAsync(token, Or(context), ct);

    public ValueTask<bool> SaveAsync(DeviceCode code, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IDeviceCodeModel>().SaveDeviceCodeAsync(code, Or(context), ct);

    public ValueTask<DeviceCode?> FindDeviceAsync(Secret deviceCode, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IDeviceCodeModel>().GetDeviceCodeAsync(deviceCode, Or(context), ct);

    public ValueTask<DeviceCode?> FindByUserCodeAsync(Secret userCode, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IDeviceCodeModel>().GetDeviceCodeByUserCodeAsync(userCode, Or(context), ct);

    public ValueTask<bool> DecideAsync(
        DeviceCode code, Authorization? granted, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IDeviceCodeModel>().DecideDeviceCodeAsync(code, granted, Or(context), ct);

    public ValueTask<bool> PollAsync(DeviceCode code, TimeSpan interval, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IDeviceCodeModel>().RecordPollAsync(code, interval, Or(context), ct);

    public ValueTask<bool> ConsumeAsync(DeviceCode code, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IDeviceCodeModel>().RevokeDeviceCodeAsync(code, Or(context), ct);

    public ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay = null, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IExchangeModel>().ExchangeAsync(consumed, successor, replay, Or(context), ct);

    public ValueTask RevokeAsync(string authorizationId, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IAuthorizationModel>().RevokeAuthorizationAsync(authorizationId, Or(context), ct);

    public ValueTask RevokeAsync(Authorization authorization, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IAuthorizationModel>().RevokeAuthorizationAsync(authorization, Or(context), ct);

    public ValueTask RevokeAsync(AccessToken token, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IRevocationModel>().RevokeAccessTokenAsync(token, Or(context), ct);

    public ValueTask<bool> SaveByAsync(AuthorizationCode code, Consent consent, CancellationToken ct = default) =>
        As<IConsentModel>().SaveConsentedCodeAsync(code, consent, Or(null), ct);

    /// <summary>Withdraws, with the time at which the last authorization of the samples ends.</summary>
    public ValueTask WithdrawAsync(Consent key, DateTimeOffset now, CancellationToken ct = default) =>
        As<IConsentModel>().RevokeConsentAsync(key.Issuer, key.Subject, key.ClientId, now, now + Samples.Lifetime, ct);

    public ValueTask SaveAsync(PushedRequest request, CancellationToken ct = default) =>
        As<IPushedRequestModel>().SavePushedRequestAsync(request, Or(null), ct);

    public ValueTask<PushedRequest?> FindPushedAsync(Secret reference, CancellationToken ct = default) =>
        As<IPushedRequestModel>().GetPushedRequestAsync(reference, Or(null), ct);

    public ValueTask VisitAsync(PushedRequest request, DateTimeOffset expiresAt, CancellationToken ct = default) =>
        As<IPushedRequestModel>().VisitPushedRequestAsync(request, expiresAt, Or(null), ct);

    public ValueTask<bool> ConsumeAsync(PushedRequest request, CancellationToken ct = default) =>
        As<IPushedRequestModel>().RevokePushedRequestAsync(request, Or(null), ct);

    public ValueTask<Client?> FindClientAsync(string clientId, OAuthContext? context = null, CancellationToken ct = default) =>
        Model.GetClientAsync(clientId, Or(context), ct);

    public ValueTask<bool> VerifyAsync(Client client, string secret, OAuthContext? context = null, CancellationToken ct = default) =>
        Model.VerifyClientSecretAsync(client, new(secret), Or(context), ct);

    public ValueTask<User?> SignInAsync(
        string username, string password, Client client, OAuthContext? context = null, CancellationToken ct = default) =>
        As<IPasswordModel>().GetUserAsync(username, new(password), client, Or(context), ct);

    private OAuthContext Or(OAuthContext? context) => context ?? new TestOAuthRequest().At(clock);
}
