using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace OAuth2Server.Host;

/// <summary>For <c>dotnet ef migrations</c>, which asks for a context without a server.</summary>
internal static class DesignTime
{
    internal sealed class Sqlite : IDesignTimeDbContextFactory<SqliteHostDbContext>
    {
        public SqliteHostDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqliteHostDbContext>().UseSqlite().Options);
    }

    internal sealed class PostgreSql : IDesignTimeDbContextFactory<PostgreSqlHostDbContext>
    {
        public PostgreSqlHostDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgreSqlHostDbContext>().UseNpgsql().Options);
    }
}
