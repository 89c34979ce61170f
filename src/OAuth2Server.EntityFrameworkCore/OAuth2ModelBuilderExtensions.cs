using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Adds the server's tables to the application's DbContext.</summary>
public static class OAuth2ModelBuilderExtensions
{
    private static readonly Type[] Tables =
    [
        typeof(ClientRow),
        typeof(AccessTokenRow),
        typeof(CredentialRow),
        typeof(RevocationRow),
        typeof(ConsentRow),
        typeof(SessionRow),
        typeof(SessionClientRow),
        typeof(LeaseRow),
        typeof(AttemptRow),
        typeof(SigningKeyRow),
        typeof(PushedRequestRow),
        typeof(ReplayRow),
    ];

    /// <summary>Maps the tables; call it in <c>OnModelCreating</c>. Migrations of your context then contain them.</summary>
    /// <param name="builder">The model builder.</param>
    /// <param name="schema">The database schema; null takes the default one. SQLite has none.</param>
    /// <param name="prefix">The start of every table's name.</param>
    public static ModelBuilder UseOAuth2Server(this ModelBuilder builder, string? schema = null, string prefix = "oauth_")
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Entity<ClientRow>(row =>
        {
            row.ToTable(prefix + "clients", schema).HasKey(r => r.Id);
        });
        builder.MapFamilies(schema, prefix);
        builder.Entity<ConsentRow>(row =>
        {
            row.ToTable(prefix + "consents", schema).HasKey(r => new { r.Subject, r.ClientId, r.Issuer });
            row.Property(r => r.ConsentId).IsRequired();
        });
        builder.MapSessions(schema, prefix);
        builder.MapMessages(schema, prefix);
        builder.MapTablesOfNodes(schema, prefix);
        foreach (var table in Tables)
        {
            foreach (var property in builder.Entity(table).Metadata.GetProperties()) property.SetColumnName(SnakeCase(property.Name));
        }
        return builder;
    }

    // Sessions of users, with the clients that signed them in.
    private static void MapSessions(this ModelBuilder builder, string? schema, string prefix)
    {
        builder.Entity<SessionRow>(row =>
        {
            row.ToTable(prefix + "sessions", schema).HasKey(r => r.Hash);
            row.Property(r => r.Id).IsRequired();
            row.HasIndex(r => r.Subject);
            row.HasIndex(r => r.ExpiresAt);
        });
        builder.Entity<SessionClientRow>(row =>
        {
            row.ToTable(prefix + "session_clients", schema).HasKey(r => new { r.SessionId, r.ClientId, r.Issuer });
            row.HasIndex(r => r.Subject);
            // Only those of ended sessions are in it: few of the many.
            row.HasIndex(r => r.DueAt).HasFilter($"{SnakeCase(nameof(SessionClientRow.DueAt))} IS NOT NULL");
            row.HasIndex(r => r.PruneAt);
        });
    }

    // Authorizations, with their codes, tokens and tombstones.
    private static void MapFamilies(this ModelBuilder builder, string? schema, string prefix)
    {
        builder.Entity<AccessTokenRow>(row =>
        {
            row.ToTable(prefix + "access_tokens", schema).HasKey(r => r.Hash);
            row.Property(r => r.Id).IsRequired();
            row.HasIndex(r => r.ExpiresAt);
            // Tokens of clients that act for themselves are not in it.
            row.HasIndex(r => r.Subject).HasFilter($"{SnakeCase(nameof(AccessTokenRow.Subject))} IS NOT NULL");
        });
        builder.Entity<CredentialRow>(row =>
        {
            row.ToTable(prefix + "credentials", schema).HasKey(r => r.Hash);
            row.HasIndex(r => r.AuthorizationId);
            row.HasIndex(r => r.PruneAt);
            // Only device codes are in it: a write of another row does not change it.
            row.HasIndex(r => r.UserCodeHash).IsUnique().HasFilter($"{SnakeCase(nameof(CredentialRow.UserCodeHash))} IS NOT NULL");
            // Only consumed refresh tokens with a sealed answer are in it: few of the many.
            row.HasIndex(r => new { r.AuthorizationId, r.ReplayUntil })
                .HasFilter($"{SnakeCase(nameof(CredentialRow.ReplayUntil))} IS NOT NULL");
            // Only what can still be used is in it: one row of an authorization that was refreshed thousands of times.
            row.HasIndex(r => r.Subject).HasFilter(
                $"{SnakeCase(nameof(CredentialRow.Subject))} IS NOT NULL AND {SnakeCase(nameof(CredentialRow.ConsumedAt))} IS NULL");
        });
        builder.Entity<RevocationRow>(row =>
        {
            row.ToTable(prefix + "revocations", schema).HasKey(r => r.AuthorizationId);
            row.HasIndex(r => r.PruneAt);
        });
    }

    // What clients sent to the server itself, for a short time.
    private static void MapMessages(this ModelBuilder builder, string? schema, string prefix)
    {
        builder.Entity<PushedRequestRow>(row =>
        {
            row.ToTable(prefix + "pushed_requests", schema).HasKey(r => r.Hash);
            row.Property(r => r.Parameters).IsRequired();
            row.HasIndex(r => r.ExpiresAt);
        });
        builder.Entity<ReplayRow>(row =>
        {
            row.ToTable(prefix + "replays", schema).HasKey(r => r.Message);
            row.HasIndex(r => r.Until);
        });
    }

    // What the nodes of a server share.
    private static void MapTablesOfNodes(this ModelBuilder builder, string? schema, string prefix)
    {
        builder.Entity<LeaseRow>(row =>
        {
            row.ToTable(prefix + "leases", schema).HasKey(r => r.Name);
        });
        builder.Entity<AttemptRow>(row =>
        {
            row.ToTable(prefix + "attempts", schema).HasKey(r => r.Key);
            row.HasIndex(r => r.ForgetAt);
        });
        builder.Entity<SigningKeyRow>(row =>
        {
            row.ToTable(prefix + "signing_keys", schema).HasKey(r => r.Id);
            row.Property(r => r.Content).IsRequired();
        });
    }

    // PostgreSQL folds names that are not quoted to lower case: these need no quotes in SQL.
    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
