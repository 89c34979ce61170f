using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace OAuth2Server.Host;

/// <summary>The migrations as SQL, for those who run it themselves.</summary>
internal static class SchemaScript
{
    /// <summary>The script of a database; on PostgreSQL it may be run again, and does what is missing.</summary>
    internal static string Of(StoreProvider provider)
    {
        using HostDbContext db = provider == StoreProvider.PostgreSql ? new DesignTime.PostgreSql().CreateDbContext([]) : new DesignTime.Sqlite().CreateDbContext([]);
        var options = provider == StoreProvider.PostgreSql ? MigrationsSqlGenerationOptions.Idempotent : MigrationsSqlGenerationOptions.Default;
        return db.GetService<IMigrator>().GenerateScript(options: options);
    }
}
