namespace OAuth2Server.Fapi2.Tests.Plan;

/// <summary>Pushed requests: their one use, lifetime and client (RFC 9126, FAPI 2.0 §5.3.2.2).</summary>
public sealed class PushedRequestTests
{
    [Fact, Module("par-ensure-reused-request-uri-prior-to-auth-completion-succeeds")]
    public async Task A_second_visit_before_the_user_has_answered_succeeds()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var (browser, url) = (site.Server.NewBrowser(), client.AuthorizeUrl(await client.PushedAsync()));

        var first = await browser.FollowAsync(await browser.GetAsync(url));
        Assert.NotNull(first.Document.QuerySelector("[name=password]"));
        var received = Fapi2Client.Received(await client.VisitAsync(browser, url));

        (await client.Redeem(received["code"]).SendAsync()).Accepted();
    }

    [Fact, Module("par-attempt-reuse-request_uri")]
    public async Task A_request_uri_gives_one_code_only()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var (browser, url) = (site.Server.NewBrowser(), client.AuthorizeUrl(await client.PushedAsync()));
        var first = Fapi2Client.Received(await client.VisitAsync(browser, url));

        AssertRefused(await client.VisitAsync(browser, url));
        AssertRefused(await client.VisitAsync(site.Server.NewBrowser(), url));

        (await client.Redeem(first["code"]).SendAsync()).Accepted();
    }

    [Fact, Module("par-attempt-to-use-expired-request_uri")]
    public async Task A_request_uri_that_has_expired_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var pushed = (await client.Push().SendAsync()).Accepted(201);

        site.Server.Clock.Advance(TimeSpan.FromSeconds(pushed.Json.GetProperty("expires_in").GetInt32() + 1));

        AssertRefused(await client.VisitAsync(site.Server.NewBrowser(), client.AuthorizeUrl(pushed.Text("request_uri"))));
    }

    [Fact, Module("par-attempt-to-use-request_uri-for-different-client")]
    public async Task A_request_uri_of_another_client_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var requestUri = await site.NewClient().PushedAsync();
        var other = site.NewOther();

        AssertRefused(await other.VisitAsync(site.Server.NewBrowser(), other.AuthorizeUrl(requestUri)));
    }

    [Fact, Module("par-authorization-request-containing-request_uri-form-param")]
    public async Task A_push_with_a_request_uri_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();

        (await client.Push(("request_uri", "urn:ietf:params:oauth:request_uri:random")).SendAsync()).Refused("invalid_request");
        (await client.Push(("request_uri", await client.PushedAsync())).SendAsync()).Refused("invalid_request");
    }

    [Theory, Module("par-attempt-invalid-http-method")]
    [InlineData("PUT")]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task A_push_with_another_method_than_POST_is_refused(string method)
    {
        await using var site = await Fapi2Site.StartAsync();
        var push = site.NewClient().Push();
        push.Method = new(method);

        Assert.Equal(405, (await push.SendAsync()).Status);
    }

    [Fact, Module("par-without-duplicate-parameters")]
    public async Task The_client_id_and_the_request_uri_are_enough_and_everything_else_is_ignored()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        await client.CodeAsync();

        var url = client.AuthorizeUrl(
            await client.PushedAsync(), ("state", "other"), ("redirect_uri", "https://attacker.example"), ("scope", "write"));
        var received = Fapi2Client.Received(await client.VisitAsync(site.Server.NewBrowser(), url));

        Assert.Equal(client.State, received["state"]);
        Assert.DoesNotContain(
            "write", (await client.Redeem(received["code"]).SendAsync()).Accepted().Text("scope"), StringComparison.Ordinal);
    }

    /// <summary>The server does not send the browser to a client: it shows a page with the error (RFC 9126 §4, RFC 9101 §7).</summary>
    private static void AssertRefused(Answer answer)
    {
        Assert.Equal((400, null), ((int)answer.Status, answer.Location));
        Assert.Contains("invalid_request_uri", answer.Document.Body!.TextContent, StringComparison.Ordinal);
    }
}
