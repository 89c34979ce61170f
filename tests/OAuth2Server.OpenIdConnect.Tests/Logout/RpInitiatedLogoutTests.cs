namespace OAuth2Server.OpenIdConnect.Tests.Logout;

/// <summary>RP-Initiated Logout OP: the modules of the certification suite.</summary>
[RfcSection("OpenID RP-Initiated Logout", "2")]
[RfcSection("OpenID RP-Initiated Logout", "3")]
public sealed class RpInitiatedLogoutTests
{
    [Fact, Module("oidcc-rp-initiated-logout-discovery-endpoint-verification")]
    public async Task The_metadata_names_the_end_session_endpoint()
    {
        await using var server = await LogoutSite.StartAsync();
        var metadata = await server.NewClient().GetJsonAsync("/.well-known/openid-configuration");

        Assert.Equal(server.Address + "/oauth2/end_session", RelyingParty.Text(metadata, "end_session_endpoint"));
    }

    [Fact, Module("oidcc-rp-initiated-logout")]
    public async Task A_client_signs_its_user_out_and_gets_the_browser_back_with_its_state()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var hint = await HintAsync(client, browser);
        Assert.Contains("code", client.Received(await browser.GetAsync(client.AuthorizeUrl(("prompt", "none")))).Keys);

        var answer = await browser.GetAsync(LogoutSite.Url(
            ("id_token_hint", hint), ("post_logout_redirect_uri", LogoutSite.After), ("state", "a b&c=é")));

        Assert.Equal(303, (int)answer.Status);
        Assert.Equal(LogoutSite.After + "?state=a%20b%26c%3D%C3%A9", answer.Location);
        Assert.Equal("login_required", client.Received(await browser.GetAsync(client.AuthorizeUrl(("prompt", "none"))))["error"]);
        Assert.False(await LogoutSite.IsSignedInAsync(browser));
    }

    [Fact, Module("oidcc-rp-initiated-logout-bad-post-logout-redirect-uri")]
    public async Task An_address_that_is_not_registered_gets_a_page_and_ends_nothing()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var hint = await HintAsync(client, browser);
        foreach (var uri in (string[])
        [
            "https://attacker.example.com/", LogoutSite.After + "/", LogoutSite.After + "/../out", "HTTP://127.0.0.1:9999/out",
            "http://127.0.0.1:9998/out", "//127.0.0.1:9999/out", LogoutSite.After + "#x", TestConfiguration.Callback, "/",
        ])
        {
            LogoutSite.IsErrorPage(await browser.GetAsync(LogoutSite.Url(("id_token_hint", hint), ("post_logout_redirect_uri", uri))));
        }
        Assert.True(await LogoutSite.IsSignedInAsync(browser));
    }

    [Fact, Module("oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri")]
    public async Task A_query_that_was_added_to_a_registered_address_gets_a_page()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var hint = await HintAsync(client, browser);

        LogoutSite.IsErrorPage(await browser.GetAsync(LogoutSite.Url(
            ("id_token_hint", hint), ("post_logout_redirect_uri", LogoutSite.After + "?foo=bar"), ("state", "1"))));
        // One that is registered with its query keeps it.
        var answer = await browser.GetAsync(LogoutSite.Url(
            ("id_token_hint", hint), ("post_logout_redirect_uri", LogoutSite.After + "?x=1"), ("state", "1")));
        Assert.Equal(LogoutSite.After + "?x=1&state=1", answer.Location);
    }

    [Fact, Module("oidcc-rp-initiated-logout-modified-id-token-hint")]
    public async Task A_modified_hint_gets_a_page_and_ends_nothing()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var parts = (await HintAsync(client, browser)).Split('.');
        var signature = parts[2].ToCharArray();
        signature[10] = signature[10] == 'A' ? 'B' : 'A';
        foreach (var hint in (string[])
        [
            $"{parts[0]}.{parts[1]}.{new string(signature)}", $"{parts[0]}.{parts[1][..^4]}AAAA.{parts[2]}", $"{parts[0]}.{parts[1]}.",
        ])
        {
            LogoutSite.IsErrorPage(await browser.GetAsync(LogoutSite.Url(
                ("id_token_hint", hint), ("post_logout_redirect_uri", LogoutSite.After), ("state", "1"))));
        }
        Assert.True(await LogoutSite.IsSignedInAsync(browser));
    }

    [Fact, Module("oidcc-rp-initiated-logout-bad-id-token-hint")]
    public async Task A_hint_that_is_no_id_token_of_this_server_gets_a_page_and_ends_nothing()
    {
        await using var server = await LogoutSite.StartAsync();
        await using var elsewhere = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var own = (await HintAsync(client, browser)).Split('.');
        foreach (var hint in (string[])
        [
            "no token", "a.b.c", await HintAsync(elsewhere.NewClient(), elsewhere.NewBrowser()),
            // alg none (RFC 8725 §3.1).
            $"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{own[1]}.", $"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{own[1]}.{own[2]}",
        ])
        {
            LogoutSite.IsErrorPage(await browser.GetAsync(LogoutSite.Url(
                ("id_token_hint", hint), ("client_id", "web"), ("post_logout_redirect_uri", LogoutSite.After))));
        }
        Assert.True(await LogoutSite.IsSignedInAsync(browser));
    }

    [Fact, Module("oidcc-rp-initiated-logout-no-id-token-hint")]
    public async Task Without_a_hint_the_user_is_asked_and_no_client_gets_the_browser()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await HintAsync(client, browser);

        var page = await browser.FollowAsync(await browser.GetAsync(LogoutSite.Url(
            ("post_logout_redirect_uri", LogoutSite.After), ("state", "1"))));
        Assert.True(LogoutSite.IsQuestion(page));
        Assert.True(await LogoutSite.IsSignedInAsync(browser));

        LogoutSite.SaysSignedOut(await browser.FollowAsync(await LogoutSite.ConfirmAsync(browser, page)));
        Assert.False(await LogoutSite.IsSignedInAsync(browser));
    }

    [Theory]
    [InlineData(null), Module("oidcc-rp-initiated-logout-no-params"), Module("oidcc-rp-initiated-logout-only-state")]
    [InlineData("some state")]
    public async Task Without_parameters_and_with_a_state_only_the_user_is_asked(string? state)
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await HintAsync(client, browser);

        var page = await browser.FollowAsync(await browser.GetAsync(LogoutSite.Url(("state", state))));
        Assert.True(LogoutSite.IsQuestion(page));

        LogoutSite.SaysSignedOut(await browser.FollowAsync(await LogoutSite.ConfirmAsync(browser, page)));
        Assert.False(await LogoutSite.IsSignedInAsync(browser));
    }

    [Fact, Module("oidcc-rp-initiated-logout-no-post-logout-redirect-uri")]
    public async Task Without_an_address_the_user_is_signed_out_and_sees_it()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var hint = await HintAsync(client, browser);

        var url = LogoutSite.Url(("id_token_hint", hint), ("state", "1"));
        LogoutSite.SaysSignedOut(await browser.FollowAsync(await browser.GetAsync(url)));
        Assert.False(await LogoutSite.IsSignedInAsync(browser));
    }

    [Fact, Module("oidcc-rp-initiated-logout-no-state")]
    public async Task Without_a_state_the_client_gets_the_browser_back_without_one()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var hint = await HintAsync(client, browser);

        var answer = await browser.GetAsync(LogoutSite.Url(("id_token_hint", hint), ("post_logout_redirect_uri", LogoutSite.After)));

        Assert.Equal(LogoutSite.After, answer.Location);
    }

    internal static async Task<string> HintAsync(RelyingParty client, Browser browser) =>
        RelyingParty.Text(await client.SignInAsync(browser), "id_token");
}
