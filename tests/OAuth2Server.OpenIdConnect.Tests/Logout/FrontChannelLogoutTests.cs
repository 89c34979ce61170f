namespace OAuth2Server.OpenIdConnect.Tests.Logout;

/// <summary>Front-channel logout, where it is switched on.</summary>
[RfcSection("OpenID Front-Channel Logout", "3")]
public sealed class FrontChannelLogoutTests
{
    [Fact]
    public async Task The_page_after_a_logout_loads_the_pages_of_the_clients_and_goes_on()
    {
        await using var server = await StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var tokens = await client.SignInAsync(browser);
        var sid = (await client.IdTokenAsync(tokens)).GetClaim("sid").Value;

        var page = await browser.FollowAsync(await browser.GetAsync(LogoutSite.Url(
            ("id_token_hint", RelyingParty.Text(tokens, "id_token")), ("post_logout_redirect_uri", LogoutSite.After), ("state", "1"))));

        LogoutSite.SaysSignedOut(page);
        var frame = Assert.Single(page.Document.QuerySelectorAll("iframe"));
        Assert.Equal(
            $"https://web.example.com/front?a=b&iss={Uri.EscapeDataString(server.Address)}&sid={sid}", frame.GetAttribute("src"));
        var policy = page.Header("Content-Security-Policy")!;
        Assert.Contains("frame-src https://web.example.com; form-action 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Equal(
            $"3; url={LogoutSite.After}?state=1", page.Document.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content"));
        Assert.False(await LogoutSite.IsSignedInAsync(browser));

        var metadata = await client.GetJsonAsync("/.well-known/openid-configuration");
        Assert.True(metadata.GetProperty("frontchannel_logout_supported").GetBoolean());
        Assert.True(metadata.GetProperty("frontchannel_logout_session_supported").GetBoolean());
    }

    [Fact]
    public async Task A_sign_out_of_the_user_loads_them_too_and_the_address_of_the_page_is_good_for_minutes_only()
    {
        await using var server = await StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await client.SignInAsync(browser);

        var answer = await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");
        var page = await browser.GetAsync(answer.Location!);
        Assert.Single(page.Document.QuerySelectorAll("iframe"));
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty((await browser.GetAsync(answer.Location!)).Document.QuerySelectorAll("iframe"));
    }

    private static Task<TestServer> StartAsync() => LogoutSite.StartAsync(change: configuration =>
    {
        configuration.Server()["OpenIdConnect"]!["FrontChannelLogout"] = true;
        configuration.Client(0)["FrontchannelLogoutUri"] = "https://web.example.com/front?a=b";
    });
}
