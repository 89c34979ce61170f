using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;

namespace OAuth2Server.Host.Tests;

public sealed class OutageTests
{
    [Fact]
    public async Task Without_its_database_the_server_answers_within_seconds_and_it_recovers_when_the_database_is_back()
    {
        var direct = TestDatabase.Server;
        await using var database = await TestDatabase.CreateAsync(StoreProvider.PostgreSql);
        await using var proxy = new CuttableProxy(direct.Host!, direct.Port);
        await using var server = await TestServer.StartAsync(configuration =>
        {
            database.Use(configuration);
            var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = proxy.Port };
            configuration.Server()["Store"]!["ConnectionString"] = connection.ConnectionString;
        });
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret));
        var (status, before) = await client.ClientCredentialsAsync();
        Assert.Equal(200, status);

        await proxy.CutAsync();
        var watch = Stopwatch.StartNew();
        (status, var error) = await client.ClientCredentialsAsync();
        Assert.Equal(500, status);
        const string Constant = """{"error":"server_error","error_description":"The server could not complete the request."}""";
        Assert.Equal(Constant, JsonNode.Parse(error.GetRawText())!.ToJsonString());
        var ready = await browser.GetAsync("/healthz/ready");
        Assert.Equal((503, "Unhealthy"), ((int)ready.Status, ready.Body));
        Assert.Equal(200, (int)(await browser.GetAsync("/healthz/live")).Status);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");

        proxy.Mend();
        await UntilReadyAsync(browser);
        Assert.Equal(200, (await client.ClientCredentialsAsync()).Status);
        Assert.Equal(200, (await client.UseAsync("/demo/read", before.Text("access_token"))).Status);
    }

    // Broken connections leave the pool one by one.
    private static async Task UntilReadyAsync(Browser browser)
    {
        var watch = Stopwatch.StartNew();
        while ((int)(await browser.GetAsync("/healthz/ready")).Status != 200)
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "The server does not recover.");
    }
}
