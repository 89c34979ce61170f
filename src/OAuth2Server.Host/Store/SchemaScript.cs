using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace OAuth2Server.Host;

/// <summary>The migrations as SQL, for operators who run it themselves.</summary>
internal static class SchemaScript
{
    /// <summary>The script of a database; on PostgreSQL it may be run again, and applies what is missing.</summary>
    internal static string Of(StoreProvider provider)
    {
        var isPostgreSql = provider == StoreProvider.PostgreSql;
        using HostDbContext db = isPostgreSql
            ? new DesignTime.PostgreSql().CreateDbContext([])
            : new DesignTime.Sqlite().CreateDbContext([]);
        var options = isPostgreSql ? MigrationsSqlGenerationOptions.Idempotent : MigrationsSqlGenerationOptions.Default;
        return db.GetService<IMigrator>().GenerateScript(options: options);
    }
}
