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

    public async ValueTask SaveConsentAsync(Consent consent, CancellationToken ct) =>
        await database.ExecuteAsync("""
            INSERT INTO consents (issuer, subject, client_id, scope, granted_at) VALUES (@issuer, @subject, @client, @scope, @granted)
            ON CONFLICT (issuer, subject, client_id) DO UPDATE SET scope = excluded.scope, granted_at = excluded.granted_at
            """, ct,
            ("@issuer", consent.Issuer), ("@subject", consent.Subject), ("@client", consent.ClientId),
            ("@scope", consent.Scope.ToString()), ("@granted", consent.GrantedAt));
    // end-snippet

    // snippet: consent-withdraw
    public async ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        (string, object?)[] key = [("@issuer", issuer), ("@subject", subject), ("@client", clientId)];
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The latest time counts: a node whose clock is behind must not undo the withdrawal of another node.
        await connection.ExecuteAsync(transaction, """
            INSERT INTO withdrawals (issuer, subject, client_id, withdrawn_at) VALUES (@issuer, @subject, @client, @now)
            ON CONFLICT (issuer, subject, client_id) DO UPDATE SET withdrawn_at = excluded.withdrawn_at
            WHERE excluded.withdrawn_at > withdrawals.withdrawn_at
            """, ct, [.. key, ("@now", now)]);
        await connection.ExecuteAsync(
            transaction, "DELETE FROM consents WHERE issuer = @issuer AND subject = @subject AND client_id = @client", ct, key);
        await transaction.CommitAsync(ct);
    }
    // end-snippet

    private static Consent ConsentOf(DbDataReader row) => new()
    {
        Issuer = row.Text("issuer"),
        Subject = row.Text("subject"),
        ClientId = row.Text("client_id"),
        Scope = Scope.Parse(row.Text("scope")),
        GrantedAt = row.TimeOrNull("granted_at")!.Value,
    };
}
