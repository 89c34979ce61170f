namespace OAuth2Server.Testing.Tests;

/// <content>Cancellation that is swallowed: one function gives an answer of its own when it is cancelled before it begins.</content>
internal partial class AlteredModel
{
    /// <summary>The function that swallows it, and its answer; null answers as if there were nothing.</summary>
    public (string Function, object? Answer) Swallows { get; init; }

    public override ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(VerifyClientSecretAsync), () => base.VerifyClientSecretAsync(client, secret, context, ct), ct);

    public override ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(RevokeAuthorizationCodeAsync), () => base.RevokeAuthorizationCodeAsync(code, context, ct), ct);

    public override ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(RevokeTokenAsync), () => base.RevokeTokenAsync(token, context, ct), ct);

    public override ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(SaveDeviceCodeAsync), () => base.SaveDeviceCodeAsync(code, context, ct), ct);

    public override ValueTask<bool> DecideDeviceCodeAsync(
        DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(DecideDeviceCodeAsync), () => base.DecideDeviceCodeAsync(code, granted, context, ct), ct);

    public override ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(RecordPollAsync), () => base.RecordPollAsync(code, interval, context, ct), ct);

    public override ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(RevokeDeviceCodeAsync), () => base.RevokeDeviceCodeAsync(code, context, ct), ct);

    public override ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        AnswerAsync(nameof(IsClientOriginAsync), () => base.IsClientOriginAsync(origin, context, ct), ct);

    public override ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct) =>
        AnswerAsync(nameof(GetConsentsAsync), () => base.GetConsentsAsync(issuer, subject, ct), ct);

    public override ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct) =>
        IsSwallowed(nameof(SaveConsentAsync), ct) ? new(true) : base.SaveConsentAsync(consent, replaced, ct);

    public override ValueTask RevokeConsentAsync(
        string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct) =>
        IsSwallowed(nameof(RevokeConsentAsync), ct) ? default : base.RevokeConsentAsync(issuer, subject, clientId, now, ct);

    public override ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct) =>
        AnswerAsync(nameof(AddFailureAsync), () => base.AddFailureAsync(key, now, forgetAt, ct), ct);

    private bool IsSwallowed(string function, CancellationToken ct) => Swallows.Function == function && ct.IsCancellationRequested;

    private ValueTask<T> AnswerAsync<T>(string function, Func<ValueTask<T>> call, CancellationToken ct) =>
        IsSwallowed(function, ct) ? new((T)Swallows.Answer!) : call();
}
