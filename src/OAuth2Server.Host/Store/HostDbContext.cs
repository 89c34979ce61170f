using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OAuth2Server.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>The host's database: clients, tokens and consents, the accounts, and the keys that seal cookies.</summary>
internal abstract class HostDbContext(DbContextOptions options) : IdentityUserContext<HostUser>(options), IDataProtectionKeyContext
{
    /// <summary>The keys that seal cookies and consent tickets: every node needs the same.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOAuth2Server();
    }
}

/// <summary>The database on SQLite, with migrations of its own.</summary>
internal sealed class SqliteHostDbContext(DbContextOptions<SqliteHostDbContext> options) : HostDbContext(options);

/// <summary>The database on PostgreSQL, with migrations of its own.</summary>
internal sealed class PostgreSqlHostDbContext(DbContextOptions<PostgreSqlHostDbContext> options) : HostDbContext(options);
