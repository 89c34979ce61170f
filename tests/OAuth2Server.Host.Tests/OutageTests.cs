using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;

namespace OAuth2Server.Host.Tests;

public sealed class OutageTests
{
    [Fact]
    public async Task A_database_that_goes_away_is_told_within_seconds_and_everything_recovers_when_it_is_back()
    {
        var direct = TestDatabase.Server;
        await using var database = await TestDatabase.CreateAsync(StoreProvider.PostgreSql);
        await using var proxy = new CuttableProxy(direct.Host!, direct.Port);
        await using var server = await TestServer.StartAsync(configuration =>
        {
            database.Use(configuration);
            configuration.Server()["Store"]!["ConnectionString"] = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = proxy.Port }.ConnectionString;
        });
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret));
        var (status, before) = await client.TokenAsync(("grant_type", "client_credentials"));
        Assert.Equal(200, status);

        await proxy.CutAsync();
        var watch = Stopwatch.StartNew();
        (status, var error) = await client.TokenAsync(("grant_type", "client_credentials"));
        Assert.Equal(500, status);
        Assert.Equal("""{"error":"server_error","error_description":"The server could not complete the request."}""", JsonNode.Parse(error.GetRawText())!.ToJsonString());
        var ready = await browser.GetAsync("/healthz/ready");
        Assert.Equal((503, "Unhealthy"), ((int)ready.Status, ready.Body));
        Assert.Equal(200, (int)(await browser.GetAsync("/healthz/live")).Status);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");

        proxy.Mend();
        await UntilReadyAsync(browser);
        Assert.Equal(200, (await client.TokenAsync(("grant_type", "client_credentials"))).Status);
        Assert.Equal(200, (await client.UseAsync("/demo/read", before.GetProperty("access_token").GetString())).Status);
    }

    // Broken connections leave the pool one by one.
    private static async Task UntilReadyAsync(Browser browser)
    {
        var watch = Stopwatch.StartNew();
        while ((int)(await browser.GetAsync("/healthz/ready")).Status != 200) Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "It does not recover.");
    }
}
