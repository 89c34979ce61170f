using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>The right model with device codes.</summary>
internal class RightDeviceModel(InMemoryModel inner) : RightModel(inner), IDeviceCodeModel
{
    public virtual ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) => Inner.SaveDeviceCodeAsync(code, context, ct);

    public virtual ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) => Inner.GetDeviceCodeAsync(deviceCode, context, ct);

    public virtual ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct) => Inner.GetDeviceCodeByUserCodeAsync(userCode, context, ct);

    public virtual ValueTask<bool> DecideDeviceCodeAsync(DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct) => Inner.DecideDeviceCodeAsync(code, granted, context, ct);

    public virtual ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct) => Inner.RecordPollAsync(code, interval, context, ct);

    public virtual ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) => Inner.RevokeDeviceCodeAsync(code, context, ct);
}

/// <summary>An update without a condition is true for everybody.</summary>
internal sealed class LetsEverybodyAnswer(InMemoryModel inner) : RightDeviceModel(inner)
{
    public override async ValueTask<bool> DecideDeviceCodeAsync(DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct)
    {
        await base.DecideDeviceCodeAsync(code, granted, context, ct);
        return true;
    }
}

/// <summary>A unique index that nobody makes room in.</summary>
internal sealed class KeepsUserCodesForEver(InMemoryModel inner) : RightDeviceModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, bool> _used = [];

    public override async ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        _used.TryAdd(code.UserCodeHash, true) && await base.SaveDeviceCodeAsync(code, context, ct);
}

/// <summary>Two polls at once are both in time.</summary>
internal sealed class TakesEveryPollForTheFirst(InMemoryModel inner) : RightDeviceModel(inner)
{
    public override async ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct)
    {
        await base.RecordPollAsync(code, interval, context, ct);
        return true;
    }
}

/// <summary>A client that ignores <c>slow_down</c> is never slowed down.</summary>
internal sealed class KeepsTheInterval(InMemoryModel inner) : RightDeviceModel(inner)
{
    public override ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct) =>
        base.RecordPollAsync(code, code.Interval, context, ct);
}
