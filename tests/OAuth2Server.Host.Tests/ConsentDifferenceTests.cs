using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.Host.Tests;

/// <summary>What the consent page asks, and what it says about the client.</summary>
public sealed class ConsentDifferenceTests
{
    private const string Anyone = "Any application on it can claim to be this one";
    private const string Unchecked = "has not checked it";

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_client_that_needs_more_asks_for_the_difference_only(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.UseWithIssuer);
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        await client.AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, client, "read"));

        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
        Assert.Equal(["Change your data"], LabelsOf(page));
        Assert.Contains("You allowed it before to: Read your data.", page.Document.Body!.TextContent, StringComparison.Ordinal);

        var (_, token) = await client.RedeemAsync(await client.AllowAsync(browser, page));
        Assert.Equal("read write", token.Text("scope"));
        Assert.Contains("code", client.Received(await browser.GetAsync(client.AuthorizeUrl())).Keys);
    }

    [Theory]
    [InlineData("deny")]
    [InlineData("allow")]
    public async Task A_refused_difference_is_access_denied_and_the_old_consent_stays(string answer)
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        await client.AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, client, "read"));

        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
        var received = client.Received(await browser.SubmitAsync(page, "ticket", ("scope", null), ("answer", answer)));
        Assert.Equal("access_denied", received["error"]);

        Assert.Contains("code", client.Received(await browser.GetAsync(client.AuthorizeUrl("read"))).Keys);
        Assert.Equal(["Change your data"], LabelsOf(await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()))));
    }

    [Fact]
    public async Task A_form_that_leaves_out_what_was_allowed_before_takes_nothing_away_and_adds_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        await client.AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, client, "read"));
        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
        var answer = await browser.SubmitAsync(page, "ticket", ("scope", "write"), ("scope", "other"), ("answer", "allow"));
        Assert.Equal("read write", (await client.RedeemAsync(client.Received(answer)["code"])).Body.Text("scope"));
    }

    [Fact]
    public async Task A_client_that_any_application_can_claim_to_be_is_marked_and_asked_for_everything_each_time()
    {
        await using var server = await TestServer.StartAsync(configuration =>
            configuration.Client(1)["Scopes"] = new JsonArray("read", "write"));
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address, "native", null, "com.example.app:/cb"));
        await client.AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, client, "read"));

        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
        Assert.Equal(["Read your data", "Change your data"], LabelsOf(page));
        Assert.Contains(Anyone, Words(page), StringComparison.Ordinal);
        Assert.DoesNotContain("You allowed it before", Words(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClientSource.Operator)]
    [InlineData(ClientSource.Registration)]
    [InlineData(ClientSource.MetadataDocument)]
    public async Task The_page_says_who_says_what_the_client_is(ClientSource source)
    {
        const string Id = "https://client.example.com/client.json";
        await using var server = await TestServer.StartAsync();
        server.Services.GetRequiredService<MemoryHostModel>().AddClient(new Client
        {
            Id = Id,
            Type = ClientType.Public,
            DisplayName = "Assistant",
            GrantTypes = ["authorization_code"],
            RedirectUris = ["https://app.example.com/cb"],
            Scope = Scope.Of("read"),
        }.WithSource(source));
        var client = new OAuthClient(server.Address, Id, null, "https://app.example.com/cb");
        var words = Words(await CodeFlowTests.ConsentAsync(server.NewBrowser(), client, "read"));

        Assert.Contains("app.example.com", words, StringComparison.Ordinal);
        Assert.Equal(source == ClientSource.Registration, words.Contains(Unchecked, StringComparison.Ordinal));
        Assert.Equal(
            source == ClientSource.MetadataDocument,
            words.Contains("client.example.com, not by the operator", StringComparison.Ordinal));
        Assert.DoesNotContain(Anyone, words, StringComparison.Ordinal);
    }

    private static IEnumerable<string> LabelsOf(Answer page) =>
        page.Document.QuerySelectorAll("label").Select(label => label.TextContent.Trim());

    // The text of a page with single spaces.
    private static string Words(Answer page) =>
        string.Join(' ', page.Document.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
