namespace OAuth2Server.AspNetCore.Tests.Start;

/// <summary>How an application registers its event handlers.</summary>
public sealed class EventsTests : SiteTests
{
    private static readonly List<string> _order = [];

    [Fact]
    public async Task Handlers_of_the_builder_and_of_the_container_are_told_in_the_order_they_were_added()
    {
        var told = new RecordedEvents();
        var site = Start(server: services =>
        {
            services.AddSingleton<IOAuthEvents, First>();
            services.AddOAuth2Server(Setup.Store, o => o.Issuer = Known.Issuer).AddEvents<Second>().AddClientCredentials();
            services.AddSingleton<IOAuthEvents>(told);
        });
        Parameters form = [.. Known.ClientCredentials, ("client_id", "web"), ("client_secret", Known.WebSecret)];
        (await new Browser(site).PostAsync("/oauth2/token", form)).MustIssue();
        Assert.Equal(["First", "Second"], _order);
        Assert.Equal("TokenIssued", told.Take());
    }

    [Fact]
    public async Task A_remembered_consent_is_told_with_what_is_remembered_of_the_answer()
    {
        var told = new RecordedEvents();
        Setup.Events.Add(told);
        var browser = new Browser(Start());
        foreach (var scope in new[] { "a", "b" })
        {
            var ticket = Browser.TicketOf(await ConsentPageAsync(browser, Known.Authorization.With("scope", scope)));
            (await browser.PostAsync("/consent", ("ticket", ticket), ("answer", "allow"), ("remember", "yes"))).MustBe(303);
        }
        Assert.Equal([Scope.Of("a"), Scope.Of("b")], told.All.OfType<OAuthEvent.ConsentGiven>().Select(g => g.Scope));
        Assert.All(
            told.All.OfType<OAuthEvent.ConsentGiven>(),
            g => Assert.Equal(("alice", "app", Known.Issuer, Setup.Clock.GetUtcNow()), (g.Subject, g.ClientId, g.Issuer, g.At)));
        Assert.Equal("CodeIssued > ConsentGiven > CodeIssued > ConsentGiven", told.Take());
    }

    private sealed class First : IOAuthEvents
    {
        public ValueTask OnAsync(OAuthEvent e)
        {
            _order.Add(nameof(First));
            return default;
        }
    }

    private sealed class Second : IOAuthEvents
    {
        public ValueTask OnAsync(OAuthEvent e)
        {
            _order.Add(nameof(Second));
            return default;
        }
    }
}
