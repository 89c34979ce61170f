using System.Data.Common;
using OAuth2Server;

namespace Snippets;

/// <content>Consents, and the times of withdrawals.</content>
public sealed partial class MyModel : IConsentModel
{
    // snippet: consent-save
    public async ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct) =>
        await database.FindAsync(
            "SELECT * FROM consents WHERE issuer = @issuer AND subject = @subject AND client_id = @client", ConsentOf, ct,
            ("@issuer", issuer), ("@subject", subject), ("@client", clientId));

    public async ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct) =>
        await database.ListAsync(
            "SELECT * FROM consents WHERE issuer = @issuer AND subject = @subject", ConsentOf, ct,
            ("@issuer", issuer), ("@subject", subject));

    // One compare-and-swap: false when another answer or a withdrawal came since the consent was read.
    public async ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct) =>
        await database.ExecuteAsync("""
            INSERT INTO consents (issuer, subject, client_id, id, scope, resources, granted_at)
            SELECT @issuer, @subject, @client, @id, @scope, @resources, @granted
            WHERE @replaced IS NULL OR EXISTS (
              SELECT 1 FROM consents WHERE issuer = @issuer AND subject = @subject AND client_id = @client)
            ON CONFLICT (issuer, subject, client_id) DO UPDATE
              SET id = excluded.id, scope = excluded.scope, resources = excluded.resources, granted_at = excluded.granted_at
              WHERE consents.id IN (@replaced, excluded.id)
            """, ct,
            ("@issuer", consent.Issuer), ("@subject", consent.Subject), ("@client", consent.ClientId), ("@id", consent.Id),
            ("@scope", consent.Scope.ToString()), ("@granted", consent.GrantedAt), ("@replaced", replaced?.Id),
            // A resource is a URI: it has no space.
            ("@resources", string.Join('\n', consent.Resources.Select(entry => $"{entry.Resource} {entry.Scope}")))) == 1;
    // end-snippet

    // snippet: consent-code
    public async ValueTask<bool> SaveConsentedCodeAsync(
        AuthorizationCode code, Consent consent, OAuthContext context, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The update changes nothing and locks the row: a withdrawal waits for the code, or has removed the row.
        var rows = await connection.ExecuteAsync(transaction, """
            UPDATE consents SET id = id WHERE issuer = @issuer AND subject = @subject AND client_id = @client AND id = @id
            """, ct,
            ("@issuer", consent.Issuer), ("@subject", consent.Subject), ("@client", consent.ClientId), ("@id", consent.Id));
        if (rows != 1) return false;
        await SaveAsync(code.Authorization, connection, transaction, ct);
        await SaveAsync(code, connection, transaction, ct);
        await transaction.CommitAsync(ct);
        return true;
    }
    // end-snippet

    // snippet: consent-withdraw
    public async ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        (string, object?)[] pair = [("@issuer", issuer), ("@subject", subject), ("@client", clientId), ("@now", now)];
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(
            transaction, "DELETE FROM consents WHERE issuer = @issuer AND subject = @subject AND client_id = @client", ct, pair[..3]);
        // What is there ends, also with a later time: the clock of the node that granted it may be ahead.
        await connection.ExecuteAsync(transaction, """
            INSERT INTO revoked_authorizations (id, revoked_at)
            SELECT id, @now FROM authorizations WHERE issuer = @issuer AND subject = @subject AND client_id = @client
            ON CONFLICT (id) DO NOTHING
            """, ct, pair);
        // What is being saved now ends by the time. The latest time counts: the clock of a node may be behind.
        await connection.ExecuteAsync(transaction, """
            INSERT INTO withdrawals (issuer, subject, client_id, withdrawn_at) VALUES (@issuer, @subject, @client, @now)
            ON CONFLICT (issuer, subject, client_id) DO UPDATE SET withdrawn_at = excluded.withdrawn_at
            WHERE excluded.withdrawn_at > withdrawals.withdrawn_at
            """, ct, pair);
        await transaction.CommitAsync(ct);
    }
    // end-snippet

    private static Consent ConsentOf(DbDataReader row) => new()
    {
        Id = row.Text("id"),
        Issuer = row.Text("issuer"),
        Subject = row.Text("subject"),
        ClientId = row.Text("client_id"),
        Scope = Scope.Parse(row.Text("scope")),
        Resources = [.. row.Text("resources").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2))
            .Select(entry => new ConsentedResource(entry[0], Scope.Parse(entry[1])))],
        GrantedAt = row.TimeOrNull("granted_at")!.Value,
    };
}
