using System.Security.Cryptography;

namespace OAuth2Server.EntityFrameworkCore;

/// <content>Device codes.</content>
public partial class EntityFrameworkModel<TContext> : IDeviceCodeModel
{
    /// <inheritdoc/>
    public async ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct)
    {
        var row = CredentialRow.Of(code);
        if (await InsertAsync(row, ct)) return true;
        // An expired device code may still hold the user code.
        var expired = new Arguments().Add(row.UserCodeHash).Add(context.Now.UtcTicks);
        await _store.ExecuteAsync(_store.Sql.DeviceCodes.RemoveExpired, expired, ct);
        return await InsertAsync(row, ct);
    }

    /// <inheritdoc/>
    public ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        FindDeviceCodeAsync(_store.Sql.DeviceCodes.Find, deviceCode, context, ct);

    /// <inheritdoc/>
    public ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct) =>
        FindDeviceCodeAsync(_store.Sql.DeviceCodes.FindByUserCode, userCode, context, ct);

    /// <inheritdoc/>
    public async ValueTask<bool> DecideDeviceCodeAsync(DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct)
    {
        var row = CredentialRow.Of(code with
        {
            Authorization = granted ?? code.Authorization,
            Status = granted is null ? DeviceCodeStatus.Denied : DeviceCodeStatus.Allowed,
        });
        var arguments = new Arguments(9).Add(row.Hash).Add(row.DeviceStatus).Add(RandomNumberGenerator.GetBytes(16))
            .Add(row.Subject).Add(row.GrantedScope).Add(row.Resources).Add(row.GrantedAt).Add(row.EndsAt).Add(row.AuthorizationProperties);
        return (await _store.ExecuteAsync(_store.Sql.DeviceCodes.Decide, arguments, ct))[0] > 0;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct)
    {
        var arguments = new Arguments().Add(code.Hash.ToByteArray()).Add(context.Now.UtcTicks)
            .Add(interval.Ticks).Add(code.LastPolledAt?.UtcTicks ?? 0);
        return (await _store.ExecuteAsync(_store.Sql.DeviceCodes.RecordPoll, arguments, ct))[0] > 0;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        ConsumeAsync(code, context, ct);

    // False when another device code has the user code. A row that is there already, from an insert whose answer was lost, is this one.
    private async Task<bool> InsertAsync(CredentialRow row, CancellationToken ct) =>
        (await _store.ExecuteAsync(_store.Sql.DeviceCodes.Insert, new Arguments(24).Add(row, CredentialRow.DeviceShape), ct))[0] > 0
        || await _store.FindTextAsync(_store.Sql.Credentials.Owner, new Arguments().Add(row.Hash), ct) == row.AuthorizationId;

    private async ValueTask<DeviceCode?> FindDeviceCodeAsync(Statement statement, Secret secret, OAuthContext context, CancellationToken ct)
    {
        var row = await FindCredentialAsync(statement, CredentialRow.DeviceShape, secret, context, ct);
        return Readable(row, static (_, r) => r.ToDeviceCode(), "device codes", r => r.AuthorizationId);
    }
}
