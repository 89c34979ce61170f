namespace OAuth2Server.AspNetCore.Tests;

/// <summary>What the adapter and the framework log during a request, at the most verbose level.</summary>
public sealed class LogTests : SiteTests
{
    [Theory]
    [InlineData("allow")]
    [InlineData("deny")]
    public async Task Neither_tickets_nor_cookies_nor_codes_nor_tokens_nor_the_state_are_logged(string decision)
    {
        using var log = new CapturedLog();
        Setup.Logging = log;
        var site = Start();
        var browser = new Browser(site);
        var cookie = (await browser.SignInAsync("alice")).Header("Set-Cookie")!.Split(['=', ';'])[1];
        await new Browser(site).PostAsync("/oauth2/authorize", Known.Authorization);
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser));
        (await browser.GetAsync("/consent?ticket=" + ticket)).MustBe(200);
        List<string> secrets = [cookie, ticket, Known.State, Known.Verifier, Known.Challenge];

        var answer = (await browser.PostAsync("/consent", ("ticket", ticket), ("answer", decision), ("remember", "yes"))).MustBe(303);
        (await browser.PostAsync("/consent", ("ticket", ticket + "damaged"), ("answer", decision))).MustBe(400);
        if (answer.InLocation("code") is { } code)
        {
            var issued = (await browser.PostAsync("/oauth2/token", Known.Redemption(code))).MustIssue();
            (await BearerAsync(site, "/resource/a", issued.AccessToken)).MustBe(200);
            (await BearerAsync(site, "/resource/c", issued.AccessToken)).MustBe(403);
            (await browser.PostAsync("/resource/a", ("access_token", issued.AccessToken))).MustBe(200);
            Setup.Clock.Advance(TimeSpan.FromDays(1));
            (await BearerAsync(site, "/resource/a", issued.AccessToken)).MustBe(401);
            secrets.AddRange([code, issued.AccessToken, issued.RefreshToken]);
        }

        Assert.NotEmpty(log.Everything);
        Assert.All(secrets, secret => Assert.True(secret.Length >= 8));
        Assert.All(log.Everything, line => Assert.All(secrets, secret => Assert.DoesNotContain(secret, line, StringComparison.Ordinal)));
    }
}
