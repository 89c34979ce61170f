namespace OAuth2Server.AspNetCore.Tests.Http;

/// <summary>One context for each HTTP request: one reading of the clock, one issuer, for all that takes part in it.</summary>
public sealed class OneContextTests : SiteTests
{
    private readonly List<(string Where, OAuthContext Context)> _seen = [];
    private CountingClock? _clock;

    private Site WithRecorders()
    {
        _clock = new(Setup.Clock);
        Setup.Model = new RecordingModel(Setup.Store, context => See("model", context));
        Setup.Policies = new() { ScopeVerifier = new RecordingVerifier(context => See("verifier", context)) };
        return Start(
            s => s.AddSingleton<TimeProvider>(_clock).AddSingleton(_seen).AddSingleton<IEndpoint, RecordingEndpoint>(),
            app =>
            {
                app.Use((http, next) =>
                {
                    See("middleware", http.GetOAuthContext());
                    return next(http);
                });
                app.MapGet("/twice", (HttpContext http) => See("handler", http.GetOAuthContext())).RequireScope("a").RequireScope("b");
            });
    }

    [Fact]
    public async Task A_request_to_a_protected_resource_has_one_context_and_reads_the_clock_once()
    {
        var site = WithRecorders();
        var token = (await IssueAsync(site)).AccessToken;
        // The model is called for the token, for its client and for its user.
        await MustBeOneAsync(
            ["model", "model", "verifier", "verifier", "middleware", "handler"], () => BearerAsync(site, "/twice", token));
    }

    [Fact]
    public async Task A_request_to_an_endpoint_has_one_context_and_reads_the_clock_once()
    {
        var site = WithRecorders();
        await MustBeOneAsync(
            ["middleware", "model", "model"], () => FormAsync(site, "/oauth2/token", Known.ClientCredentials, Known.WebBasic));
        await MustBeOneAsync(["middleware", "endpoint"], () => new Browser(site).GetAsync("/oauth2/recording"));
    }

    [Fact]
    public async Task The_form_of_a_consent_page_has_one_context()
    {
        var site = WithRecorders();
        var browser = new Browser(site);
        var ticket = Browser.TicketOf(await ConsentPageAsync(browser));
        _seen.Clear();
        (await browser.PostAsync("/consent", ("ticket", ticket), ("answer", "allow"))).MustGiveCode();
        Assert.Equal(["middleware", "model", "model"], _seen.Select(s => s.Where));
        Assert.Single(_seen.Select(s => s.Context).Distinct());
    }

    [Fact]
    public async Task Two_requests_have_two()
    {
        var site = WithRecorders();
        await new Browser(site).GetAsync("/oauth2/recording");
        await new Browser(site).GetAsync("/oauth2/recording");
        Assert.Equal(2, _seen.Select(s => s.Context).Distinct().Count());
    }

    [Fact]
    public async Task A_page_reports_its_own_events_through_it()
    {
        var events = new RecordedEvents();
        Setup.Events.Add(events);
        var site = Start(map: app => app.MapPost("/report", async (HttpContext http) =>
            await http.GetOAuthContext().ReportAsync(new OAuthEvent.ConsentWithdrawn { Subject = "alice", ClientId = "app" })));
        (await new Browser(site).PostAsync("/report")).MustBe(200);
        var reported = Assert.IsType<OAuthEvent.ConsentWithdrawn>(Assert.Single(events.All));
        Assert.Equal((Known.Issuer, Setup.Clock.GetUtcNow(), "app"), (reported.Issuer, reported.At, reported.ClientId));
        Assert.NotEmpty(reported.CorrelationId);
    }

    private async Task MustBeOneAsync(string[] places, Func<Task<Answer>> send)
    {
        _seen.Clear();
        var before = _clock!.Readings;
        (await send()).MustBe(200);
        Assert.Equal(places, _seen.Select(s => s.Where));
        Assert.Single(_seen.Select(s => s.Context).Distinct());
        Assert.Equal(before + 1, _clock.Readings);
    }

    private void See(string where, OAuthContext context) => _seen.Add((where, context));

    private sealed class CountingClock(TimeProvider inner) : TimeProvider
    {
        private int _readings;

        internal int Readings => _readings;

        public override DateTimeOffset GetUtcNow()
        {
            Interlocked.Increment(ref _readings);
            return inner.GetUtcNow();
        }
    }

    private sealed class RecordingVerifier(Action<OAuthContext> see) : IScopeVerifier
    {
        public ValueTask<bool> VerifyScopeAsync(AccessToken token, Scope required, OAuthContext context, CancellationToken ct)
        {
            see(context);
            return new(token.Scope.Contains(required));
        }
    }

    private sealed class RecordingEndpoint(List<(string Where, OAuthContext Context)> seen) : IEndpoint
    {
        public string Name => "recording";

        public string Path => "/recording";

        public ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
        {
            seen.Add(("endpoint", context));
            return new(OAuthResponse.Json("{}"u8.ToArray()));
        }
    }
}
