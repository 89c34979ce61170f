namespace OAuth2Server.Testing.Tests;

/// <summary>A model that keeps every record as its text: each is written when it is saved, and read when it is found.</summary>
internal sealed class ThroughText(InMemoryModel inner) : RightDeviceModel(inner)
{
    public override ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) =>
        base.SaveTokenAsync(Copy(token), context, ct);

    public override async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetAccessTokenAsync(token, context, ct) is { } found ? Copy(found) : null;

    public override ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        base.SaveAuthorizationCodeAsync(Copy(code), context, ct);

    public override async ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(
        Secret code, OAuthContext context, CancellationToken ct) =>
        await base.GetAuthorizationCodeAsync(code, context, ct) is { } found ? Copy(found) : null;

    public override async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetRefreshTokenAsync(token, context, ct) is { } found ? Copy(found) : null;

    public override ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        base.ExchangeAsync(Copy(consumed), Copy(successor), replay, context, ct);

    public override ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        base.SaveDeviceCodeAsync(Copy(code), context, ct);

    public override async ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        await base.GetDeviceCodeAsync(deviceCode, context, ct) is { } found ? Copy(found) : null;

    public override async ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(
        Secret userCode, OAuthContext context, CancellationToken ct) =>
        await base.GetDeviceCodeByUserCodeAsync(userCode, context, ct) is { } found ? Copy(found) : null;

    public override ValueTask<bool> DecideDeviceCodeAsync(
        DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct) =>
        base.DecideDeviceCodeAsync(
            Copy(code), granted is null ? null : RecordText.ReadAuthorization(RecordText.Write(granted)), context, ct);

    public override ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct) =>
        base.SaveConsentAsync(RecordText.ReadConsent(RecordText.Write(consent)), replaced, ct);

    public override ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct) =>
        base.SaveSigningKeysAsync(RecordText.ReadSigningKeyRing(RecordText.Write(ring)), ct);

    public override ValueTask SavePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct) =>
        base.SavePushedRequestAsync(Copy(request), context, ct);

    public override async ValueTask<PushedRequest?> GetPushedRequestAsync(
        Secret reference, OAuthContext context, CancellationToken ct) =>
        await base.GetPushedRequestAsync(reference, context, ct) is { } found ? Copy(found) : null;

    private static PushedRequest Copy(PushedRequest request) => RecordText.ReadPushedRequest(RecordText.Write(request));

    private static Token Copy(Token token) =>
        new() { Access = Copy(token.Access), Refresh = token.Refresh is { } refresh ? Copy(refresh) : null };

    private static AccessToken Copy(AccessToken token) => RecordText.ReadAccessToken(RecordText.Write(token));

    private static T Copy<T>(T credential) where T : Credential => (T)RecordText.ReadCredential(RecordText.Write(credential));
}
