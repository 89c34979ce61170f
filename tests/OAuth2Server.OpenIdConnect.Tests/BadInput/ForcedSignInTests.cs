namespace OAuth2Server.OpenIdConnect.Tests.BadInput;

/// <summary>A sign-in that a request asks for cannot be skipped, and cannot be asked for without end.</summary>
[RfcSection("OpenID Core", "3.1.2.3")]
public sealed class ForcedSignInTests
{
    [Fact]
    public async Task A_user_who_comes_back_from_the_sign_in_page_without_a_sign_in_is_refused_once()
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await client.SignInAsync(browser);
        var challenge = await browser.GetAsync(client.AuthorizeUrl(("prompt", "login")));

        var received = client.Received(await browser.GetAsync(ReturnUrl(challenge)));

        Assert.Equal("login_required", received["error"]);
    }

    [Fact]
    public async Task The_session_of_a_second_tab_that_began_before_the_request_does_not_pass_for_a_new_sign_in()
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await client.SignInAsync(browser);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var challenge = await browser.GetAsync(client.AuthorizeUrl(("prompt", "login")));
        // In a second tab the user goes on with the session that is there.
        await new RelyingParty(server.Address, "query").SignInAsync(browser);

        var received = client.Received(await browser.GetAsync(ReturnUrl(challenge)));

        Assert.Equal("login_required", received["error"]);
    }

    [Fact]
    public async Task A_ticket_of_another_request_is_not_accepted()
    {
        await using var server = await Site.StartAsync();
        var (browser, client, other) = (server.NewBrowser(), server.NewClient(), server.NewClient());
        await client.SignInAsync(browser);
        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl(("prompt", "login"))));
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        var signedIn = await browser.SignInAsync(page);
        var ticket = new Uri(new Uri(server.Address), signedIn.Next).Query.Split("sign_in_ticket=")[1];

        var answer = await browser.GetAsync(other.AuthorizeUrl(("prompt", "login")) + "&sign_in_ticket=" + ticket);

        Assert.StartsWith("/login", new Uri(new Uri(server.Address), answer.Location).AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_expires()
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await client.SignInAsync(browser);
        var challenge = await browser.GetAsync(client.AuthorizeUrl(("prompt", "login")));
        server.Clock.Advance(TimeSpan.FromHours(1));
        var page = await browser.GetAsync("/login?returnUrl=" + Uri.EscapeDataString(ReturnUrl(challenge)));

        var answer = await browser.FollowAsync(page);

        Assert.True(RelyingParty.IsSignIn(answer));
    }

    [Fact]
    public async Task A_damaged_ticket_is_as_no_ticket()
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await client.SignInAsync(browser);

        var page = await browser.FollowAsync(
            await browser.GetAsync(client.AuthorizeUrl(("prompt", "login")) + "&sign_in_ticket=" + RelyingParty.Random()));

        Assert.True(RelyingParty.IsSignIn(page));
    }

    private static string ReturnUrl(Answer challenge)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(challenge.Location!, UriKind.RelativeOrAbsolute)
            .OriginalString.Split('?', 2)[1]);
        return query["returnUrl"].ToString();
    }
}
