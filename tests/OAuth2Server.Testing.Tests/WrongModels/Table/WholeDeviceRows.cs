using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>One function writes the whole row of a device code as its caller read it: what was written since is lost.</summary>
internal sealed class WholeDeviceRows(InMemoryModel inner, string function) : AlteredModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, DeviceCode> _rows = [];

    public override async ValueTask<bool> DecideDeviceCodeAsync(
        DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct)
    {
        var status = granted is null ? DeviceCodeStatus.Denied : DeviceCodeStatus.Allowed;
        var done = await base.DecideDeviceCodeAsync(code, granted, context, ct);
        if (done) Write(nameof(DecideDeviceCodeAsync), code with { Status = status, Authorization = granted ?? code.Authorization });
        return done;
    }

    public override async ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct)
    {
        var done = await base.RecordPollAsync(code, interval, context, ct);
        if (done) Write(nameof(RecordPollAsync), code with { LastPolledAt = context.Now, Interval = interval });
        return done;
    }

    public override async ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct)
    {
        var done = await base.RevokeDeviceCodeAsync(code, context, ct);
        if (done) Write(nameof(RevokeDeviceCodeAsync), code with { ConsumedAt = context.Now });
        return done;
    }

    public override async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        var done = await base.ExchangeAsync(consumed, successor, replay, context, ct);
        if (done && consumed is DeviceCode code) Write(nameof(ExchangeAsync), code with { ConsumedAt = context.Now, Replay = replay });
        return done;
    }

    public override async ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        await base.GetDeviceCodeAsync(deviceCode, context, ct) is { } found ? _rows.GetValueOrDefault(found.Hash, found) : null;

    public override async ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(
        Secret userCode, OAuthContext context, CancellationToken ct) =>
        await base.GetDeviceCodeByUserCodeAsync(userCode, context, ct) is { } found ? _rows.GetValueOrDefault(found.Hash, found) : null;

    private void Write(string called, DeviceCode row)
    {
        if (called == function) _rows[row.Hash] = row;
    }
}

/// <summary>An exchange of a device code looks, then writes.</summary>
internal sealed class ExchangeOfADeviceLooksFirst(InMemoryModel inner) : AlteredModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, bool> _used = [];

    public override async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        if (consumed is not DeviceCode) return await base.ExchangeAsync(consumed, successor, replay, context, ct);
        if (_used.ContainsKey(consumed.Hash)) return false;
        await Task.Delay(1, ct); // the time of a database call
        _used[consumed.Hash] = true;
        if (!await base.ExchangeAsync(consumed, successor, replay, context, ct)) await base.SaveTokenAsync(successor, context, ct);
        return true;
    }
}

/// <summary>Writes to every device code of its client, not to one.</summary>
internal sealed class DecidesForEveryDevice(InMemoryModel inner) : AlteredModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, DeviceCode> _all = [];

    public override ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct)
    {
        _all[code.Hash] = code;
        return base.SaveDeviceCodeAsync(code, context, ct);
    }

    public override async ValueTask<bool> DecideDeviceCodeAsync(
        DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct)
    {
        var done = await base.DecideDeviceCodeAsync(code, granted, context, ct);
        foreach (var other in _all.Values) await base.DecideDeviceCodeAsync(other, null, context, ct);
        return done;
    }
}

/// <summary>Pruning removes device codes that are denied or used, before they expire.</summary>
internal sealed class PrunesFinishedDeviceCodes(InMemoryModel inner) : AlteredModel(inner)
{
    private bool _pruned;

    public override ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        _pruned = true;
        return base.PruneAsync(now, atMost, ct);
    }

    public override async ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct)
    {
        var found = await base.GetDeviceCodeAsync(deviceCode, context, ct);
        return _pruned && found is { Status: DeviceCodeStatus.Denied } or { ConsumedAt: not null } ? null : found;
    }
}
