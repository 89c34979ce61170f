using System.Data.Common;
using System.Globalization;
using OAuth2Server;

namespace Snippets;

/// <content>Device codes, in the table of the other credentials.</content>
public sealed partial class MyModel : IDeviceCodeModel
{
    // snippet: device-save
    public async ValueTask<bool> SaveDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The user code of an expired device code is free again.
        await connection.ExecuteAsync(transaction,
            "UPDATE credentials SET user_code_hash = NULL WHERE user_code_hash = @user AND expires_at <= @now", ct,
            ("@user", code.UserCodeHash), ("@now", context.Now));
        await SaveAsync(code.Authorization, connection, transaction, ct);
        var rows = await connection.ExecuteAsync(transaction, """
            INSERT INTO credentials (hash, kind, authorization_id, expires_at, redirect_uri_sent, properties,
                user_code_hash, device_status, interval_ticks)
            VALUES (@hash, 'device', @authorization, @expires, 0, @properties, @user, 0, @interval)
            ON CONFLICT DO NOTHING
            """, ct,
            ("@hash", code.Hash), ("@authorization", code.Authorization.Id), ("@expires", code.ExpiresAt),
            ("@properties", code.Properties.ToStore()), ("@user", code.UserCodeHash), ("@interval", code.Interval.Ticks));
        if (rows != 1) return false;
        await transaction.CommitAsync(ct);
        return true;
    }
    // end-snippet

    // snippet: device-look-up
    private const string FindByUserCode = $"""
        SELECT a.*, c.* FROM credentials c JOIN authorizations a ON a.id = c.authorization_id
        WHERE c.user_code_hash = @hash AND {IsActive}
        """;

    public async ValueTask<DeviceCode?> GetDeviceCodeAsync(Secret deviceCode, OAuthContext context, CancellationToken ct) =>
        await database.FindAsync(FindCredential, DeviceCodeOf, ct, ("@hash", deviceCode.Hash), ("@kind", "device"));

    public async ValueTask<DeviceCode?> GetDeviceCodeByUserCodeAsync(Secret userCode, OAuthContext context, CancellationToken ct) =>
        await database.FindAsync(FindByUserCode, DeviceCodeOf, ct, ("@hash", userCode.Hash));
    // end-snippet

    // snippet: device-decide
    private const string Decide = $"""
        UPDATE credentials SET device_status = @status
        WHERE hash = @hash AND device_status = 0
          AND EXISTS (SELECT 1 FROM authorizations a WHERE a.id = credentials.authorization_id AND {IsActive})
        """;

    public async ValueTask<bool> DecideDeviceCodeAsync(DeviceCode code, Authorization? granted, OAuthContext context, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var status = granted is null ? DeviceCodeStatus.Denied : DeviceCodeStatus.Allowed;
        var rows = await connection.ExecuteAsync(transaction, Decide, ct, ("@hash", code.Hash), ("@status", (int)status));
        if (rows != 1) return false;

        if (granted is not null)
        {
            await connection.ExecuteAsync(transaction, """
                UPDATE authorizations SET subject = @subject, scope = @scope, resources = @resources, granted_at = @granted,
                    ends_at = @ends, grant_properties = @properties
                WHERE id = @id
                """, ct,
                ("@id", granted.Id), ("@subject", granted.Subject), ("@scope", granted.Scope.ToString()),
                ("@resources", string.Join(' ', granted.Resources)), ("@granted", granted.GrantedAt), ("@ends", granted.EndsAt),
                ("@properties", granted.Properties.ToStore()));
        }
        await transaction.CommitAsync(ct);
        return true;
    }
    // end-snippet

    // snippet: device-poll
    private const string Poll = """
        UPDATE credentials SET last_polled_at = @now, interval_ticks = @interval
        WHERE hash = @hash AND COALESCE(last_polled_at, 0) = @found
        """;

    public async ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct) =>
        await database.ExecuteAsync(Poll, ct, ("@hash", code.Hash), ("@now", context.Now), ("@interval", interval.Ticks),
            ("@found", code.LastPolledAt?.UtcTicks ?? 0)) == 1;

    public async ValueTask<bool> RevokeDeviceCodeAsync(DeviceCode code, OAuthContext context, CancellationToken ct) =>
        await database.ExecuteAsync(Consume, ct, ("@hash", code.Hash), ("@now", context.Now), ("@until", null), ("@replay", null)) == 1;
    // end-snippet

    private static DeviceCode DeviceCodeOf(DbDataReader row) => new()
    {
        Hash = SecretHash.FromBytes((byte[])row["hash"]),
        UserCodeHash = row["user_code_hash"] is byte[] user ? SecretHash.FromBytes(user) : default,
        Authorization = AuthorizationOf(row),
        Status = (DeviceCodeStatus)Convert.ToInt32(row["device_status"], CultureInfo.InvariantCulture),
        Interval = new((long)row["interval_ticks"]),
        LastPolledAt = row.TimeOrNull("last_polled_at"),
        ExpiresAt = row.TimeOrNull("expires_at"),
        ConsumedAt = row.TimeOrNull("consumed_at"),
        Properties = Properties.FromStore(row.TextOrNull("properties")),
    };
}
