using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace OAuth2Server.Host.Tests;

/// <summary>What a user sees in a browser, where a policy or a cookie can stop the way back to the client.</summary>
public sealed class ChromiumTests(Chromium chromium)
{
    [Fact]
    public async Task After_a_consent_the_user_arrives_where_the_callback_of_the_client_leads()
    {
        await using var site = await ClientSite.StartAsync();
        await using var server = await StartAsync(site);
        await using var browser = await chromium.NewAsync();
        var page = await browser.NewPageAsync();

        await page.GotoAsync(UrlOf(server, site, "/elsewhere"));
        await page.SignInAsync();
        await page.ClickAsync("button[value=allow]");

        await page.WaitForURLAsync(site.OtherOrigin + "/landed");
    }

    [Fact]
    public async Task After_a_sign_in_with_a_remembered_consent_the_user_arrives_too()
    {
        await using var site = await ClientSite.StartAsync();
        await using var server = await StartAsync(site);
        await using var browser = await chromium.NewAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(UrlOf(server, site, "/elsewhere"));
        await page.SignInAsync();
        await page.ClickAsync("button[value=allow]");
        await page.WaitForURLAsync(site.OtherOrigin + "/landed");
        await browser.ClearCookiesAsync();

        await page.GotoAsync(UrlOf(server, site, "/elsewhere"));
        await page.SignInAsync();

        await page.WaitForURLAsync(site.OtherOrigin + "/landed");
    }

    [Fact]
    public async Task No_policy_stops_a_callback_that_opens_an_application()
    {
        await using var site = await ClientSite.StartAsync();
        await using var server = await StartAsync(site);
        await using var browser = await chromium.NewAsync();
        var page = await browser.NewPageAsync();
        var console = new List<string>();
        page.Console += (_, message) => console.Add(message.Text);
        await page.GotoAsync(UrlOf(server, site, "/application"));
        await page.SignInAsync();

        // Chromium has no application for the scheme: it tells the failed navigation, and stays.
        var failed = new TaskCompletionSource<string>();
        page.RequestFailed += (_, request) => failed.TrySetResult(request.Url);
        // The click would wait for the navigation that fails.
        _ = page.ClickAsync("button[value=allow]");

        var url = await failed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.StartsWith("com.example.app:", url, StringComparison.Ordinal);
        Assert.DoesNotContain(console, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sign_in_form_cannot_lead_to_another_site()
    {
        await using var server = await TestServer.StartAsync();
        await using var site = await ClientSite.StartAsync();
        await using var browser = await chromium.NewAsync();
        var page = await browser.NewPageAsync();
        var refused = new TaskCompletionSource<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("form-action", StringComparison.Ordinal)) refused.TrySetResult(message.Text);
        };
        await page.GotoAsync($"{server.Address}/login?returnUrl={Uri.EscapeDataString("/oauth2/authorize?redirect_uri=" + site.Address)}");

        await page.FillAsync("#username", "alice");
        await page.FillAsync("#password", "a password");
        // A click would wait for the navigation that the browser refuses.
        await page.EvaluateAsync("url => { document.forms[0].action = url; document.querySelector('button').click(); }", site.Address);

        var message = await refused.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Contains(site.Address, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_tabs_at_the_sign_in_page_goes_on()
    {
        await using var site = await ClientSite.StartAsync();
        await using var server = await StartAsync(site);
        await using var browser = await chromium.NewAsync();
        var (one, other) = (await browser.NewPageAsync(), await browser.NewPageAsync());
        await one.GotoAsync(server.Address + "/login");
        await other.GotoAsync(UrlOf(server, site, "/elsewhere"));

        await one.SignInAsync();
        await one.HasTitleAsync("OAuth 2.0 authorization server");
        await other.SignInAsync();

        await other.HasTitleAsync("Allow A web app?");
    }

    [Fact]
    public async Task Back_after_signing_in_is_no_dead_end()
    {
        await using var site = await ClientSite.StartAsync();
        await using var server = await StartAsync(site);
        await using var browser = await chromium.NewAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(UrlOf(server, site, "/elsewhere"));
        await page.SignInAsync();
        await page.HasTitleAsync("Allow A web app?");

        await page.GoBackAsync();

        await page.HasTitleAsync("Allow A web app?");
        await page.ClickAsync("button[value=allow]");
        await page.WaitForURLAsync(site.OtherOrigin + "/landed");
    }

    [Fact]
    public async Task A_client_gets_its_answer_from_a_window_that_it_opened()
    {
        await using var site = await ClientSite.StartAsync();
        await using var server = await StartAsync(site);
        await using var browser = await chromium.NewAsync();
        var opener = await browser.NewPageAsync();
        var url = UrlOf(server, site, "/popup");

        var popup = await opener.RunAndWaitForPopupAsync(() => opener.GotoAsync($"{site.Address}/?url={Uri.EscapeDataString(url)}"));
        await popup.SignInAsync("bob", TestConfiguration.BobPassword);
        await popup.ClickAsync("text=Use another account");
        await popup.SignInAsync();
        await popup.ClickAsync("button[value=allow]");

        await opener.HasTitleAsync("Got the code");
    }

    [Fact]
    public async Task Two_servers_on_one_host_do_not_share_sessions_and_forms()
    {
        await using var one = await TestServer.StartAsync();
        await using var other = await TestServer.StartAsync();
        await using var browser = await chromium.NewAsync();
        var (first, second) = (await browser.NewPageAsync(), await browser.NewPageAsync());
        await first.GotoAsync(one.Address + "/login");
        await second.GotoAsync(other.Address + "/login");

        await first.SignInAsync();
        await first.HasTitleAsync("OAuth 2.0 authorization server");
        await second.SignInAsync("bob", TestConfiguration.BobPassword);
        await second.HasTitleAsync("OAuth 2.0 authorization server");
        await first.ReloadAsync();

        Assert.Equal("alice", await first.TextContentAsync("strong"));
        Assert.Equal("bob", await second.TextContentAsync("strong"));
    }

    internal static Task<TestServer> StartAsync(ClientSite site) => TestServer.StartAsync(configuration =>
    {
        var client = configuration.Client(0);
        client["DisplayName"] = "A web app";
        client["RedirectUris"] = new JsonArray(site.Address + "/elsewhere", site.Address + "/application", site.Address + "/popup");
    });

    private static string UrlOf(TestServer server, ClientSite site, string callback) =>
        server.Address + new OAuthClient(server.Address, redirectUri: site.Address + callback).AuthorizeUrl();
}
