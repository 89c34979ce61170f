namespace OAuth2Server.OpenIdConnect.Tests.Logout;

/// <summary>What a client may do after the user signed out (OpenID Connect Core §11).</summary>
public sealed class OfflineAccessTests
{
    [Theory]
    [InlineData("openid read", 400)]
    [InlineData("openid read offline_access", 200)]
    [InlineData("read", 200)]
    public async Task A_refresh_token_outlives_the_session_with_offline_access_or_without_openid_only(string scope, int expected)
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var tokens = await client.SignInAsync(browser, ("scope", scope));
        var session = Assert.Single(await LogoutSite.SessionsAsync(server));

        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");
        await LogoutSite.FinishedAsync(server, session);

        var (status, body) = await client.RefreshAsync(tokens);
        Assert.Equal(expected, status);
        if (expected == 200) return;
        Assert.Equal("invalid_grant", RelyingParty.Text(body, "error"));
        Assert.Equal(401, (await client.UserInfoAsync(RelyingParty.Text(tokens, "access_token"))).Status);
        Assert.Contains("SessionEnded", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_option_off_a_refresh_token_outlives_the_session()
    {
        await using var server = await LogoutSite.StartAsync(
            change: configuration => configuration.Server()["OpenIdConnect"]!["EndAuthorizationsWithSession"] = false);
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var tokens = await client.SignInAsync(browser, ("scope", "openid read"));

        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");

        Assert.Equal(200, (await client.RefreshAsync(tokens)).Status);
    }

    [Fact]
    public async Task The_access_of_another_session_and_of_another_client_stays()
    {
        await using var server = await LogoutSite.StartAsync();
        var (first, second) = (server.NewBrowser(), server.NewBrowser());
        var (one, two) = (server.NewClient(), server.NewClient());
        var ended = await one.SignInAsync(first);
        var session = Assert.Single(await LogoutSite.SessionsAsync(server));
        var kept = await two.SignInAsync(second);

        await first.SubmitAsync(await first.GetAsync("/logout"), "_logout");
        await LogoutSite.FinishedAsync(server, session);

        Assert.Equal(400, (await one.RefreshAsync(ended)).Status);
        Assert.Equal(200, (await two.RefreshAsync(kept)).Status);
    }

    [Fact]
    public async Task The_expiry_of_a_session_ends_no_access()
    {
        await using var server = await LogoutSite.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        var tokens = await client.SignInAsync(browser);
        server.Clock.Advance(TimeSpan.FromHours(9));
        Assert.False(await LogoutSite.IsSignedInAsync(browser));

        Assert.Equal(200, (await client.RefreshAsync(tokens)).Status);
    }
}
