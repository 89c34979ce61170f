namespace OAuth2Server.AspNetCore.Tests.Device;

/// <summary>The sealed user code on its way through the page that answers a device.</summary>
[RfcSection("RFC 8628", "5.4")]
[RfcSection("RFC 6749", "10.12")]
public sealed class DeviceTicketTests : SiteTests
{
    [Fact]
    public async Task Nobody_answers_without_signing_in()
    {
        var site = Start();
        var (codes, stranger) = (await CodesAsync(site), new Browser(site));
        Assert.Equal("access_denied", (await stranger.GetAsync("/device?user_code=" + codes.UserCode)).MustBe(400).Text);
        Assert.Equal("access_denied", await SaysAsync(stranger, await TicketAsync(site, "alice", codes.UserCode)));
    }

    [Fact]
    public async Task The_code_alone_is_no_answer()
    {
        var site = Start();
        var (codes, alice) = (await CodesAsync(site), new Browser(site));
        await alice.SignInAsync("alice");
        var answer = await alice.PostAsync("/device", ("user_code", codes.UserCode), ("answer", "allow"));
        Assert.Equal("invalid_grant", answer.MustBe(400).Text);
        foreach (var ticket in (string[])[codes.UserCode, "", "CfDJ8-forged"])
            Assert.Equal("invalid_grant", await SaysAsync(alice, ticket));
    }

    [Fact]
    public async Task A_ticket_in_the_query_does_not_stand_for_one_in_the_form()
    {
        var site = Start();
        var codes = await CodesAsync(site);
        var (ticket, alice) = (await TicketAsync(site, "alice", codes.UserCode), new Browser(site));
        await alice.SignInAsync("alice");
        var answer = await alice.PostAsync("/device?ticket=" + Uri.EscapeDataString(ticket), ("answer", "allow"));
        Assert.Equal("invalid_grant", answer.MustBe(400).Text);
    }

    [Fact]
    public async Task Another_users_ticket_is_refused()
    {
        var site = Start();
        var codes = await CodesAsync(site);
        var (ticket, bob) = (await TicketAsync(site, "alice", codes.UserCode), new Browser(site));
        await bob.SignInAsync("bob");
        Assert.Equal("invalid_grant", await SaysAsync(bob, ticket));
    }

    [Fact]
    public async Task A_ticket_of_an_earlier_session_of_the_same_user_is_refused()
    {
        var site = Start();
        var (codes, alice) = (await CodesAsync(site), new Browser(site));
        await alice.PostAsync("/login", ("username", "alice"), ("session", "first"));
        var ticket = (await alice.GetAsync("/device?user_code=" + codes.UserCode)).MustBe(200).Text;
        await alice.PostAsync("/login", ("username", "alice"), ("session", "second"));
        Assert.Equal("invalid_grant", await SaysAsync(alice, ticket));
    }

    [Fact]
    public async Task A_ticket_lives_as_long_as_the_options_say()
    {
        var site = Start(s => s.Configure<OAuth2AspNetCoreOptions>(o => o.ConsentLifetime = TimeSpan.FromMinutes(1)));
        var codes = await CodesAsync(site);
        var (ticket, alice) = (await TicketAsync(site, "alice", codes.UserCode), new Browser(site));
        await alice.SignInAsync("alice");
        Setup.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("invalid_grant", await SaysAsync(alice, ticket));
        Assert.Equal("", await SaysAsync(alice, await TicketAsync(site, "alice", codes.UserCode)));
    }

    [Fact]
    public async Task A_ticket_of_the_consent_page_is_none_here_and_the_other_way_round()
    {
        var site = Start();
        var alice = new Browser(site);
        var consent = Browser.TicketOf(await ConsentPageAsync(alice));
        Assert.Equal("invalid_grant", await SaysAsync(alice, consent));
        var device = await TicketAsync(site, "alice", (await CodesAsync(site)).UserCode);
        (await alice.PostAsync("/consent", ("ticket", device), ("answer", "allow"))).MustBe(400);
    }

    [Fact]
    public async Task A_form_is_opened_as_long_as_the_request_is_not_answered()
    {
        var site = Start(map: app => app.MapPost("/open", async (HttpContext http, DeviceInteraction device) =>
            Results.Text((await device.OpenAsync(http)).IsError(out var error, out var prompt) ? error.Code : prompt.ToString())));
        var (codes, alice) = (await CodesAsync(site), new Browser(site));
        await alice.SignInAsync("alice");
        var ticket = await TicketAsync(site, "alice", codes.UserCode);
        Assert.Equal("DeviceRequest(tv: a b)", (await alice.PostAsync("/open", ("ticket", ticket))).Text);
        Assert.Equal("", await SaysAsync(alice, ticket));
        Assert.Equal("invalid_grant", (await alice.PostAsync("/open", ("ticket", ticket))).Text);
    }

    private static Task<Answer> CodesAsync(Site site) =>
        new Browser(site).PostAsync("/oauth2/device_authorization", Known.DeviceAuthorization);

    private static async Task<string> TicketAsync(Site site, string user, string userCode)
    {
        var browser = new Browser(site);
        await browser.SignInAsync(user);
        return (await browser.GetAsync("/device?user_code=" + userCode)).MustBe(200).Text;
    }

    private static async Task<string> SaysAsync(Browser browser, string ticket) =>
        (await browser.PostAsync("/device", ("ticket", ticket), ("answer", "allow"))).Text;
}
