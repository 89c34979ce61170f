using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using OAuth2Server.EntityFrameworkCore;

namespace OAuth2Server.Host.Tests;

/// <summary>A database of the first schema, with rows in every table, is brought to the newest one, and every row can still be
/// used.</summary>
public sealed class MigrationTests
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task The_rows_of_the_first_schema_can_be_used_after_all_migrations(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var now = TimeProvider.System.GetUtcNow();
        await FillFirstSchemaAsync(database, now);

        await using var server = await TestServer.StartAsync(database.UseWithIssuer);
        await using var db = Open(database);
        var missing = db.Database.GetMigrations().Count() - 1;
        Assert.Contains($"Applying {missing} migrations", server.Log.Text, StringComparison.Ordinal);
        var web = new OAuthClient(server.Address);
        Assert.Equal(200, (await web.UseAsync("/demo/read", "access")).Status);
        Assert.Equal(401, (await web.UseAsync("/demo/read", "access-of-an-ended-family")).Status);
        Assert.Equal(400, await RefreshAsync(web, "refresh-of-an-ended-family"));
        Assert.Equal(400, await RefreshAsync(web, "refresh-of-a-withdrawn-consent"));
        Assert.Equal(200, await RefreshAsync(web, "refresh"));
        Assert.Equal(200, (await web.TokenAsync(("grant_type", "authorization_code"), ("code", "code"), ("code_verifier", Verifier)))
            .Status);
        Assert.Equal(200, (await new OAuthClient(server.Address, "earlier", "secret").TokenAsync(("grant_type", "client_credentials")))
            .Status);
        // Consumed before the migration: its second use ends the family.
        Assert.Equal(400, await RefreshAsync(web, "consumed-refresh"));
        Assert.Equal(400, await RefreshAsync(web, "successor-of-the-consumed"));

        await using var scope = server.Services.CreateAsyncScope();
        var model = scope.ServiceProvider.GetRequiredService<StoredHostModel>();
        Assert.Equal(Scope.Of("read"), (await model.GetConsentAsync(TestDatabase.Issuer, "7", "web",
            TestContext.Current.CancellationToken))!.Scope);
        Assert.Null(await model.GetConsentAsync(TestDatabase.Issuer, "8", "web", TestContext.Current.CancellationToken));
        Assert.NotNull(await scope.ServiceProvider.GetRequiredService<IAccounts>().FindAsync("7", TestContext.Current.CancellationToken));
        var leases = scope.ServiceProvider.GetRequiredService<HostDbContext>().Set<LeaseRow>();
        Assert.Equal(1, await leases.CountAsync(l => l.Name == "job", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_tombstone_says_in_its_own_column_what_its_time_said_before(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await FillFirstSchemaAsync(database, TimeProvider.System.GetUtcNow());
        await using var db = Open(database);
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        Assert.Equal([("even", false), ("odd", true)], await TombstonesAsync(db));

        // Back to the first schema and forth again: nothing is lost.
        await db.GetService<IMigrator>().MigrateAsync("Initial", cancellationToken: TestContext.Current.CancellationToken);
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        Assert.Equal([("even", false), ("odd", true)], await TombstonesAsync(db));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task The_migrations_lead_to_the_model(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = Open(database);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    private static async Task<(string, bool)[]> TombstonesAsync(HostDbContext db)
    {
        var rows = await db.Set<RevocationRow>().AsNoTracking().Where(r => r.AuthorizationId == "even" || r.AuthorizationId == "odd")
            .ToListAsync();
        return [.. rows.OrderBy(r => r.AuthorizationId, StringComparer.Ordinal).Select(r => (r.AuthorizationId, r.Settled))];
    }

    private static HostDbContext Open(TestDatabase database) => database.Provider == StoreProvider.Sqlite
        ? new SqliteHostDbContext(new DbContextOptionsBuilder<SqliteHostDbContext>().UseSqlite(database.ConnectionString).Options)
        : new PostgreSqlHostDbContext(new DbContextOptionsBuilder<PostgreSqlHostDbContext>().UseNpgsql(database.ConnectionString).Options);

    private static async Task<int> RefreshAsync(OAuthClient client, string token) =>
        (await client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", token))).Status;

    private static async Task FillFirstSchemaAsync(TestDatabase database, DateTimeOffset now)
    {
        await using (var db = Open(database)) await db.GetService<IMigrator>().MigrateAsync("Initial");
        var rows = new FirstSchema(database.Provider == StoreProvider.PostgreSql, now);
        foreach (var statement in rows.Statements()) await database.ExecuteAsync(statement);
    }

    /// <summary>Rows as the first version wrote them.</summary>
    private sealed class FirstSchema(bool isPostgreSql, DateTimeOffset now)
    {
        internal IEnumerable<string> Statements() =>
        [
            $"""
            INSERT INTO "AspNetUsers" ("Id", "Closed", "UserName", "NormalizedUserName", "EmailConfirmed", "PhoneNumberConfirmed",
                "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount")
            VALUES ('7', {False}, 'earlier', 'EARLIER', {False}, {False}, {False}, {False}, 0)
            """,
            """INSERT INTO "AspNetUserClaims" ("UserId", "ClaimType") VALUES ('7', 'type')""",
            """INSERT INTO "DataProtectionKeys" ("FriendlyName") VALUES ('unused')""",
            $"""
            INSERT INTO oauth_clients (id, type, secret_hash, grant_types, scope, require_pkce, disabled)
            VALUES ('earlier', 'confidential', {Hash("secret")}, '["client_credentials"]', 'read', {False}, {False})
            """,
            $"""
            INSERT INTO oauth_consents (issuer, subject, client_id, scope, granted_at, withdrawn_at)
            VALUES
                ('{TestDatabase.Issuer}', '7', 'web', 'read', {Ticks(0)}, NULL),
                ('{TestDatabase.Issuer}', '8', 'web', NULL, {Ticks(0)}, {Ticks(1)})
            """,
            $"INSERT INTO oauth_leases (name, owner, until) VALUES ('job', 'node', {Ticks(0)})",
            $"INSERT INTO oauth_revocations (authorization_id, prune_at) VALUES ('even', {Even}), ('odd', {Even + 1})",
            Access("access", "family"),
            Access("access-of-an-ended-family", "even"),
            Credential("code", "code", "code family", "redirect_uri, code_challenge, code_challenge_method",
                $"'https://web.example.com/cb?x=1', '{Challenge}', 'S256'"),
            Credential("refresh", "refresh", "family"),
            Credential("refresh-of-an-ended-family", "refresh", "odd"),
            Credential("refresh-of-a-withdrawn-consent", "refresh", "withdrawn", subject: "8"),
            Credential("consumed-refresh", "refresh", "consumed", "consumed_at, consumed_by, replay_until, sealed_response",
                $"{Ticks(-60)}, {Hash("x")}, {Ticks(-59)}, {Hash("y")}"),
            Credential("successor-of-the-consumed", "refresh", "consumed"),
        ];

        private string False => isPostgreSql ? "false" : "0";

        private long Even => Ticks(7 * 24 * 60) / 2 * 2;

        private string Access(string text, string family) => $"""
            INSERT INTO oauth_access_tokens (id, token_type, issued_at, expires_at, {Columns})
            VALUES ('id of {text}', 'Bearer', {Ticks(-1)}, {Ticks(60)}, {Values(text, family, "7")})
            """;

        private string Credential(
            string text, string kind, string family, string columns = "redirect_uri", string values = "NULL", string subject = "7") => $"""
            INSERT INTO oauth_credentials (kind, expires_at, prune_at, redirect_uri_sent, {columns}, {Columns})
            VALUES ('{kind}', {Ticks(60)}, {Ticks(60)}, {False}, {values}, {Values(text, family, subject)})
            """;

        private static string Columns => "hash, authorization_id, issuer, client_id, subject, granted_scope, granted_at, ends_at";

        private string Values(string text, string family, string subject) =>
            $"{Hash(text)}, '{family}', '{TestDatabase.Issuer}', 'web', '{subject}', 'read', {Ticks(-1)}, {Ticks(24 * 60)}";

        private long Ticks(int minutes) => now.AddMinutes(minutes).UtcTicks;

        private string Hash(string text)
        {
            var hex = Convert.ToHexStringLower(SecretHash.Of(text).ToByteArray());
            return isPostgreSql ? $"'\\x{hex}'" : $"x'{hex}'";
        }
    }
}
