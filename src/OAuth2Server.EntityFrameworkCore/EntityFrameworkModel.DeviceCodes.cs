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
        await _store.ExecuteAsync(_store.Sql.Devices.RemoveExpired, new Parameters().Add(row.UserCodeHash).Add(context.Now.UtcTicks), ct);
        return await InsertAsync(row, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        await FindDeviceCodeAsync(_store.Sql.Devices.Find, deviceCode, ct);

    /// <inheritdoc/>
    public async ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct) =>
        await FindDeviceCodeAsync(_store.Sql.Devices.FindByUserCode, userCode, ct);

    /// <inheritdoc/>
    public async ValueTask<bool> DecideDeviceCodeAsync(DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct)
    {
        var row = CredentialRow.Of(code with { Authorization = granted ?? code.Authorization, Status = granted is null ? DeviceCodeStatus.Denied : DeviceCodeStatus.Allowed });
        var parameters = new Parameters().Add(row.Hash).Add(row.DeviceStatus).Add(RandomNumberGenerator.GetBytes(16))
            .Add(row.Subject).Add(row.GrantedScope).Add(row.Resources).Add(row.GrantedAt).Add(row.EndsAt).Add(row.AuthorizationProperties);
        return await _store.ExecuteAsync(_store.Sql.Devices.Decide, parameters, ct) > 0;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct)
    {
        var parameters = new Parameters().Add(code.Hash.ToByteArray()).Add(context.Now.UtcTicks).Add(interval.Ticks).Add(code.LastPolledAt?.UtcTicks ?? 0);
        return await _store.ExecuteAsync(_store.Sql.Devices.RecordPoll, parameters, ct) > 0;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) => ConsumeAsync(code, context, ct);

    // False when another one has the user code. Where the row is there already, by an insert whose answer was lost, it is ours.
    private async Task<bool> InsertAsync(CredentialRow row, CancellationToken ct) =>
        await _store.ExecuteAsync(_store.Sql.Devices.Insert, new Parameters().Add(row, Shapes.DeviceCode), ct) > 0
        || await _store.ScalarAsync(_store.Sql.OwnerOfCredential, new Parameters().Add(row.Hash), ct) as string == row.AuthorizationId;

    private async ValueTask<DeviceCode?> FindDeviceCodeAsync(string sql, Secret secret, CancellationToken ct) =>
        Readable(await _store.FindAsync(sql, Shapes.DeviceCode, new Parameters().Add(secret.Hash.ToByteArray()), ct), r => r.ToDeviceCode(), "device codes", r => r.AuthorizationId);
}
