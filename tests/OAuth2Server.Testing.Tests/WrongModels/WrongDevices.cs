using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>An update without a condition is true for every caller.</summary>
internal sealed class LetsEveryCallerAnswer(InMemoryModel inner) : RightDeviceModel(inner)
{
    public override async ValueTask<bool> DecideDeviceCodeAsync(
        DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct)
    {
        await base.DecideDeviceCodeAsync(code, granted, context, ct);
        return true;
    }
}

/// <summary>A unique index from which nothing is removed.</summary>
internal sealed class NeverFreesUserCodes(InMemoryModel inner) : RightDeviceModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, bool> _used = [];

    public override async ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        _used.TryAdd(code.UserCodeHash, true) && await base.SaveDeviceCodeAsync(code, context, ct);
}

/// <summary>Two polls at the same moment are both in time.</summary>
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

/// <summary>A poll writes the whole record as it was read: an answer that was given since is lost.</summary>
internal sealed class PollsWithTheWholeRecord(InMemoryModel inner) : RightDeviceModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, DeviceCode> _written = [];

    public override async ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct)
    {
        if (!await base.RecordPollAsync(code, interval, context, ct)) return false;
        _written[code.Hash] = code;
        return true;
    }

    public override async ValueTask<bool> DecideDeviceCodeAsync(
        DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct)
    {
        if (!await base.DecideDeviceCodeAsync(code, granted, context, ct)) return false;
        _written.TryRemove(code.Hash, out _);
        return true;
    }

    public override async ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct)
    {
        var found = await base.GetDeviceCodeAsync(deviceCode, context, ct);
        if (found is null || !_written.TryGetValue(found.Hash, out var read)) return found;
        return found with { Status = read.Status, Authorization = read.Authorization };
    }
}

/// <summary>Consuming writes the whole record as it was read: an answer and a poll that were recorded since are lost.</summary>
internal sealed class ConsumesWithTheWholeRecord(InMemoryModel inner) : RightDeviceModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, DeviceCode> _written = [];

    public override async ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct)
    {
        if (!await base.RevokeDeviceCodeAsync(code, context, ct)) return false;
        _written[code.Hash] = code with { ConsumedAt = context.Now };
        return true;
    }

    public override async ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct)
    {
        var found = await base.GetDeviceCodeAsync(deviceCode, context, ct);
        return found is null ? null : _written.GetValueOrDefault(found.Hash, found);
    }
}

/// <summary>The statement that consumes does not look at the tombstone.</summary>
internal sealed class ConsumesRevokedDeviceCodes(InMemoryModel inner) : RightDeviceModel(inner)
{
    private readonly ConcurrentDictionary<string, bool> _revoked = [];

    public override ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct)
    {
        _revoked[authorizationId] = true;
        return base.RevokeAuthorizationAsync(authorizationId, context, ct);
    }

    public override async ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        await base.RevokeDeviceCodeAsync(code, context, ct) || _revoked.ContainsKey(code.Authorization.Id);
}

/// <summary>A repeated save replaces the row: answer, poll and use are lost.</summary>
internal sealed class ReplacesDeviceCodes(InMemoryModel inner) : RightDeviceModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, bool> _saved = [];
    private readonly ConcurrentDictionary<SecretHash, DeviceCode> _replaced = [];

    public override async ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct)
    {
        if (!_saved.TryAdd(code.Hash, true)) _replaced[code.Hash] = code;
        return await base.SaveDeviceCodeAsync(code, context, ct);
    }

    public override async ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct)
    {
        var found = await base.GetDeviceCodeAsync(deviceCode, context, ct);
        return found is null ? null : _replaced.GetValueOrDefault(found.Hash, found);
    }
}
