namespace OAuth2Server.Host.Tests;

public sealed class HealthTests
{
    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_server_with_its_store_is_live_and_ready(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var browser = server.NewBrowser();
        foreach (var path in (string[])["/healthz/live", "/healthz/ready"])
        {
            var answer = await browser.GetAsync(path);
            Assert.Equal((200, "Healthy"), ((int)answer.Status, answer.Body));
            Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
            Assert.Equal(405, (int)(await browser.PostAsync(path, ("x", "y"))).Status);
        }
    }

    [Fact]
    public async Task A_server_without_its_tables_is_live_and_not_ready_and_does_not_show_the_reason()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.Sqlite);
        await using var server = await TestServer.StartAsync(database.Use);
        var browser = server.NewBrowser();

        await database.ExecuteAsync("DROP TABLE \"DataProtectionKeys\"");

        var ready = await browser.GetAsync("/healthz/ready");
        Assert.Equal((503, "Unhealthy"), ((int)ready.Status, ready.Body));
        Assert.Equal(200, (int)(await browser.GetAsync("/healthz/live")).Status);
    }
}
