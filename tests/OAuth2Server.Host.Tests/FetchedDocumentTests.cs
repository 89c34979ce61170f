using System.Text.Json;
using System.Text.Json.Nodes;

namespace OAuth2Server.Host.Tests;

/// <summary>Clients whose documents the started host fetches over https from this machine.</summary>
public sealed class FetchedDocumentTests
{
    private static Task<(HostProcess Process, string Address)> StartAsync(
        DocumentSite site, Action<JsonObject> change, string urls = "http://127.0.0.1:0")
    {
        var configuration = TestConfiguration.Create();
        var documents = new JsonObject { ["Enabled"] = true, ["AllowPrivateAddresses"] = true };
        configuration.Server()["ClientIdMetadataDocuments"] = documents;
        change(configuration);
        return HostProcess.StartAsync(configuration, site.Trusted, urls);
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_client_with_a_document_signs_a_user_in_refreshes_and_its_access_is_shown_until_the_user_ends_it(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var site = await DocumentSite.StartAsync();
        var id = site.ClientIdAt("localhost");
        var (host, address) = await StartAsync(site, database.Use);
        await using var _ = host;
        var (browser, client) = (new Browser(address), new OAuthClient(address, id, null));

        var consent = await CodeFlowTests.ConsentAsync(browser, client, "read");
        Assert.Contains("Photo assistant", consent.Body, StringComparison.Ordinal);
        Assert.Contains(new Uri(id).Authority + ", not by the operator", Words(consent), StringComparison.Ordinal);
        var (redeemed, tokens) = await client.RedeemAsync(await client.AllowAsync(browser, consent));
        Assert.Equal((200, 200), (redeemed, (await client.UseAsync("/demo/read", tokens.Text("access_token"))).Status));
        var (refreshed, next) = await client.RefreshAsync(tokens);
        Assert.Equal((200, 200), (refreshed, (await client.UseAsync("/demo/read", next.Text("access_token"))).Status));
        Assert.Equal(1, site.Connections);

        var page = await browser.GetAsync("/account");
        Assert.Equal(id, page.Document.QuerySelector("legend")!.TextContent);
        Assert.Contains("Read your data", page.Body, StringComparison.Ordinal);
        await browser.SubmitAsync(page, "authorization");
        Assert.Empty((await browser.GetAsync("/account")).Document.QuerySelectorAll("legend"));
        Assert.Equal("invalid_grant", (await client.RefreshAsync(next)).Body.Text("error"));
        Assert.Equal(401, (await client.UseAsync("/demo/read", next.Text("access_token"))).Status);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Tokens_of_a_client_with_a_document_outlive_a_restart_and_end_when_the_operator_disables_it(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var site = await DocumentSite.StartAsync();
        var id = site.ClientIdAt("localhost");
        var (before, address) = await StartAsync(site, database.Use);
        JsonElement tokens;
        await using (before)
        {
            var (browser, client) = (new Browser(address), new OAuthClient(address, id, null));
            var consent = await CodeFlowTests.ConsentAsync(browser, client, "read");
            (_, tokens) = await client.RedeemAsync(await client.AllowAsync(browser, consent));
        }

        (var again, _) = await StartAsync(site, database.Use, address);
        await using (again)
        {
            var client = new OAuthClient(address, id, null);
            (var status, tokens) = await client.RefreshAsync(tokens);
            Assert.Equal((200, 200), (status, (await client.UseAsync("/demo/read", tokens.Text("access_token"))).Status));
        }

        var fetched = site.Connections;
        (var disabled, _) = await StartAsync(site, configuration =>
        {
            database.Use(configuration);
            configuration.Server()["Clients"]!.AsArray().Add(
                new JsonObject { ["ClientId"] = id, ["Type"] = "Public", ["Disabled"] = true });
        }, address);
        await using (disabled)
        {
            var client = new OAuthClient(address, id, null);
            Assert.Equal(401, (await client.UseAsync("/demo/read", tokens.Text("access_token"))).Status);
            var (status, refused) = await client.RefreshAsync(tokens);
            Assert.Equal((401, "invalid_client"), (status, refused.Text("error")));
            await MustRefuseAsync(address, client);
            Assert.Equal(fetched, site.Connections);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_fetched_from_another_host_than_the_allowed_ones(bool isLimited)
    {
        await using var site = await DocumentSite.StartAsync();
        var (host, address) = await StartAsync(site, configuration =>
        {
            if (isLimited) configuration.Server()["ClientIdMetadataDocuments"]!["AllowedHosts"] = new JsonArray("localhost");
        });
        await using var _ = host;

        var other = new OAuthClient(address, site.ClientIdAt("127.0.0.1"), null);
        if (isLimited) await MustRefuseAsync(address, other);
        else await CodeFlowTests.ConsentAsync(new Browser(address), other, "read");
        Assert.Equal(isLimited ? 0 : 1, site.Connections);

        var allowed = new OAuthClient(address, site.ClientIdAt("localhost"), null);
        var consent = await CodeFlowTests.ConsentAsync(new Browser(address), allowed, "read");
        Assert.Contains("Photo assistant", consent.Body, StringComparison.Ordinal);
        Assert.Equal(isLimited ? 1 : 2, site.Connections);
    }

    // The error page, which no redirect leaves: the redirect URI belongs to no client.
    private static async Task MustRefuseAsync(string address, OAuthClient client)
    {
        var answer = await new Browser(address).GetAsync(client.AuthorizeUrl("read"));
        Assert.Equal((400, null), ((int)answer.Status, answer.Location));
        Assert.Contains("invalid_client", answer.Body, StringComparison.Ordinal);
    }

    private static string Words(Answer page) =>
        string.Join(' ', page.Document.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
