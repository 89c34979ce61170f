namespace OAuth2Server.Testing.Tests;

/// <summary>The right model with device codes.</summary>
internal class RightDeviceModel(InMemoryModel inner) : RightModel(inner), IDeviceCodeModel
{
    public virtual ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        Inner.SaveDeviceCodeAsync(code, context, ct);

    public virtual ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        Inner.GetDeviceCodeAsync(deviceCode, context, ct);

    public virtual ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct) =>
        Inner.GetDeviceCodeByUserCodeAsync(userCode, context, ct);

    public virtual ValueTask<bool> DecideDeviceCodeAsync(
        DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct) =>
        Inner.DecideDeviceCodeAsync(code, granted, context, ct);

    public virtual ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct) =>
        Inner.RecordPollAsync(code, interval, context, ct);

    public virtual ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        Inner.RevokeDeviceCodeAsync(code, context, ct);
}
