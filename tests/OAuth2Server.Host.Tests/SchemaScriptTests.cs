using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace OAuth2Server.Host.Tests;

public sealed class SchemaScriptTests
{
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public void The_script_is_that_of_the_migrations(string provider)
    {
        var file = Path.Combine(Repository.Root, "src", "OAuth2Server.Host", "Store", "Schema", provider + ".sql");
        var script = Generate(provider);
        if (Environment.GetEnvironmentVariable("SCHEMA") == "write") File.WriteAllText(file, script);
        Assert.True(script == File.ReadAllText(file), $"{file} is not the script of the migrations. Run eng/schema.sh.");
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_database_that_was_made_with_the_script_needs_no_migration(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (code, script, _) = await HostProcess.RunAsync(HostProcess.NewFolder(), ["--schema-sql", provider]);
        Assert.Equal(0, code);

        await database.ExecuteAsync(script);
        if (database.Provider == StoreProvider.PostgreSql) await database.ExecuteAsync(script);
        await using var server = await TestServer.StartAsync(database.Use);

        Assert.DoesNotContain("Applying", server.Log.Text, StringComparison.Ordinal);
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);
        Assert.Equal(200, (await client.ClientCredentialsAsync()).Status);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_start_that_finds_foreign_tables_in_a_database_without_migrations_changes_nothing(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.ExecuteAsync("CREATE TABLE oauth_leases (mine TEXT)");

        var refused = await Assert.ThrowsAsync<StartException>(() => TestServer.StartAsync(database.Use));

        Assert.Contains("oauth_leases", string.Join('\n', refused.Problems), StringComparison.Ordinal);
        await database.ExecuteAsync("CREATE TABLE oauth_clients (mine TEXT)");
    }

    [Fact]
    public async Task A_store_without_tables_has_no_script()
    {
        var (code, _, error) = await HostProcess.RunAsync(HostProcess.NewFolder(), ["--schema-sql", "Memory"]);

        Assert.Equal(1, code);
        Assert.Contains("'Memory'", error, StringComparison.Ordinal);
    }

    private static string Generate(string provider)
    {
        var isPostgreSql = provider == "PostgreSql";
        using HostDbContext db = isPostgreSql
            ? new DesignTime.PostgreSql().CreateDbContext([])
            : new DesignTime.Sqlite().CreateDbContext([]);
        // One transaction for the whole script: a start or an operator that is interrupted leaves the database as it was.
        var options = MigrationsSqlGenerationOptions.NoTransactions | (isPostgreSql ? MigrationsSqlGenerationOptions.Idempotent : 0);
        return db.GetService<IMigrator>().GenerateScript(options: options).ReplaceLineEndings("\n");
    }
}
