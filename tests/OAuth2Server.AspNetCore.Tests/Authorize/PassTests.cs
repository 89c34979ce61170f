namespace OAuth2Server.AspNetCore.Tests.Authorize;

/// <summary>How often the checks of an authorization request run on the way of a user through the pages.</summary>
public sealed class PassTests : SiteTests
{
    private readonly List<string> _calls = [];

    private Browser Start(Action<IServiceCollection>? services = null)
    {
        Setup.Model = new DelegatingModel(Setup.Store) { OnCall = _calls.Add };
        return new(base.Start(services));
    }

    [Theory]
    [InlineData("allow")]
    [InlineData("deny")]
    public async Task A_user_who_is_not_signed_in_passes_the_checks_three_times(string decision)
    {
        var browser = Start();
        var challenge = await MustPassAsync(1, () => browser.GetAsync(AuthorizeUrl(Known.Authorization)));
        var back = await MustPassAsync(0, () => browser.PostAsync(challenge.Location!, ("username", "alice")));
        var consent = await MustPassAsync(1, () => browser.GetAsync(back.Location!));
        (await MustPassAsync(0, () => browser.GetAsync(consent.Location!))).MustBe(200);
        Parameters form = [("ticket", Browser.TicketOf(consent.Location!)), ("answer", decision)];
        (await MustPassAsync(1, () => browser.PostAsync("/consent", form))).MustBe(303);
    }

    [Fact]
    public async Task A_ticket_that_is_refused_passes_no_check()
    {
        var browser = Start();
        await browser.SignInAsync("alice");
        (await MustPassAsync(0, () => browser.GetAsync("/consent?ticket=forged"))).MustBe(400);
        (await MustPassAsync(0, () => browser.PostAsync("/consent", ("ticket", "forged"), ("answer", "allow")))).MustBe(400);
    }

    [Fact]
    public async Task A_user_whose_consent_is_remembered_passes_them_once()
    {
        var browser = Start(s => s.AddSingleton<IConsentModel>(Setup.Store));
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser));
        (await browser.PostAsync("/consent", ("ticket", ticket), ("answer", "allow"), ("remember", "yes"))).MustGiveCode();
        (await MustPassAsync(1, () => browser.GetAsync(AuthorizeUrl(Known.Authorization)))).MustGiveCode();
    }

    [Fact]
    public async Task A_device_is_found_once_for_the_page_and_once_for_its_form()
    {
        var browser = Start();
        var codes = await browser.PostAsync("/oauth2/device_authorization", Known.DeviceAuthorization);
        await browser.SignInAsync("alice");
        var page = await MustPassAsync(1, () => browser.GetAsync("/device?user_code=" + codes.UserCode));
        (await MustPassAsync(1, () => browser.PostAsync("/device", ("ticket", page.Text), ("answer", "allow")))).MustBe(200);
    }

    /// <summary>Each pass through the checks looks the client up once.</summary>
    private async Task<Answer> MustPassAsync(int passes, Func<Task<Answer>> send)
    {
        _calls.Clear();
        var answer = await send();
        Assert.Equal(passes, _calls.Count(call => call == "getClient"));
        return answer;
    }
}
