using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace OAuth2Server.Host.Tests;

/// <summary>axe-core looks at every page in Chromium, in light and in dark colours.</summary>
public sealed class AccessibilityTests(Chromium chromium)
{
    // Each page in a state, by its URL, as the visitor who sees it, with its title.
    public static TheoryData<string, bool, string> Pages() => new()
    {
        { "/", false, "OAuth 2.0 authorization server" },
        { "/", true, "OAuth 2.0 authorization server" },
        { "/login", false, "Sign in" },
        { "/logout", false, "You are signed out" },
        { "/logout", true, "Sign out" },
        { "/account", true, "Your account" },
        { "/device", true, "Connect a device" },
        { "/device?user_code=WDJB-MJHT", true, "Connect a device" },
        { "/consent", true, "This page has expired" },
        { "/no/such/page", false, "Page not found" },
        { "/oauth2/authorize?client_id=unknown", false, "This request cannot be answered" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing_on_a_page(string url, bool signedIn, string title)
    {
        await using var server = await StartAsync();
        await using var browser = await chromium.NewAsync();
        var page = await browser.NewPageAsync();
        if (signedIn)
        {
            await page.GotoAsync(server.Address + "/login");
            await page.SignInAsync();
        }

        await page.GotoAsync(server.Address + url);

        await LooksGoodAsync(page, title);
    }

    [Fact]
    public async Task Axe_finds_nothing_on_the_pages_of_a_code_flow()
    {
        await using var server = await StartAsync();
        await using var browser = await chromium.NewAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(server.Address + new OAuthClient(server.Address).AuthorizeUrl());
        await page.SignInAsync("alice", "wrong");
        await LooksGoodAsync(page, "Sign in");
        await browser.ClearCookiesAsync();
        await page.SignInAsync();
        await LooksGoodAsync(page, "Sign in");
        var other = await browser.NewPageAsync();
        await other.GotoAsync(server.Address + "/login");
        await other.SignInAsync("bob", TestConfiguration.BobPassword);
        await page.SignInAsync();
        await LooksGoodAsync(page, "You are signed in already");
        await page.ClickAsync("text=Continue");
        await LooksGoodAsync(page, "Allow A <web> app?");
        await browser.ClearCookiesAsync(new() { NameString = null, NameRegex = new("form") });
        await page.ClickAsync("button[value=allow]");
        await LooksGoodAsync(page, "Allow A <web> app?");
    }

    [Fact]
    public async Task Axe_finds_nothing_on_the_pages_of_a_device_flow()
    {
        await using var server = await StartAsync();
        await using var browser = await chromium.NewAsync();
        var page = await browser.NewPageAsync();
        var (_, answer) = await new OAuthClient(server.Address).PostAsync("/oauth2/device_authorization", ("scope", "read"));
        await page.GotoAsync($"{server.Address}/device?user_code={answer.Text("user_code")}");
        await page.SignInAsync();
        await LooksGoodAsync(page, "Allow A <web> app?");
        await page.ClickAsync("button[value=allow]");
        await LooksGoodAsync(page, "The device is connected");
    }

    [Fact]
    public async Task Axe_finds_nothing_on_the_account_page_with_applications_and_several_sessions()
    {
        await using var server = await StartAsync();
        await using var browser = await chromium.NewAsync();
        var other = server.NewBrowser();
        await new OAuthClient(server.Address).GetTokensAsync(other);
        var (second, native) = (server.NewBrowser(), new OAuthClient(server.Address, "native", null, "com.example.app:/cb"));
        await native.RedeemAsync(await native.AllowAsync(second, await CodeFlowTests.ConsentAsync(second, native, "read")));
        var page = await browser.NewPageAsync();
        await page.GotoAsync(server.Address + "/login");
        await page.SignInAsync();

        await page.GotoAsync(server.Address + "/account");

        Assert.Equal(2, await page.Locator("legend").CountAsync());
        await LooksGoodAsync(page, "Your account");
        await page.ClickAsync("text=End all other sessions");
        Assert.Equal(0, await page.Locator("text=End all other sessions").CountAsync());
        await LooksGoodAsync(page, "Your account");
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(configuration =>
        configuration.Client(0)["GrantTypes"]!.AsArray().Add(DeviceCodeGrant.Name));

    private static async Task LooksGoodAsync(IPage page, string title)
    {
        await page.HasTitleAsync(title);
        foreach (var colours in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = colours });
            Assert.Empty(await ViolationsAsync(page));
        }
    }

    private static async Task<string[]> ViolationsAsync(IPage page)
    {
        var axe = Path.Combine(Repository.Root, "tests", "axe", "node_modules", "axe-core", "axe.min.js");
        Assert.SkipUnless(File.Exists(axe), "axe-core is not installed: run npm ci in tests/axe.");
        await page.EvaluateAsync(await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken));
        const string Run = "axe.run().then(result => result.violations.map(v => v.id + ': ' + v.nodes[0].html))";
        var result = await page.EvaluateAsync<JsonElement>(Run);
        return [.. result.EnumerateArray().Select(violation => violation.GetString()!)];
    }
}
