namespace OAuth2Server.Host.Tests;

public sealed class SchemaScriptTests
{
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

    [Fact]
    public async Task A_store_without_tables_has_no_script()
    {
        var (code, _, error) = await HostProcess.RunAsync(HostProcess.NewFolder(), ["--schema-sql", "Memory"]);

        Assert.Equal(1, code);
        Assert.Contains("'Memory'", error, StringComparison.Ordinal);
    }
}
