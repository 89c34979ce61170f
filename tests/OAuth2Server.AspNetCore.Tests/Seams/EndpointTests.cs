using System.Text;

namespace OAuth2Server.AspNetCore.Tests.Seams;

/// <summary>An endpoint of another package, registered in one line.</summary>
public sealed class EndpointTests : SiteTests
{
    private const string AppOrigin = "https://app.example.org";

    private readonly RecordedEvents _events = new();

    private Site WithExtra() => Start(server: s =>
    {
        s.AddSingleton<IOAuthEvents>(_events);
        Builder(s).AddClientCredentials().AddEndpoint<ExtraEndpoint>();
    });

    [Fact]
    public async Task It_answers_below_the_prefix_and_authenticates_clients_as_the_token_endpoint_does()
    {
        var site = WithExtra();
        var answer = (await FormAsync(site, "/oauth2/extra", [], Known.WebBasic)).MustBe(200);
        Assert.Equal("web", answer["client_id"]);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        var refused = (await FormAsync(site, "/oauth2/extra", [], Known.Basic("web", "wrong"))).MustRefuse("invalid_client", 401);
        Assert.NotEmpty(refused.Header("X-Correlation-Id")!);
        (await FormAsync(site, "/oauth2/extra", [("client_id", "unknown")])).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task The_metadata_names_it()
    {
        var site = WithExtra();
        Assert.Equal(Known.Issuer + "/oauth2/extra", (await new Browser(site).GetAsync(Known.Metadata)).MustBe(200)["extra_endpoint"]);
        var other = Start(server: s => Builder(s).AddEndpoint<ExtraEndpoint>(), endpoints: e => e.MapOAuth2Server("/connect"));
        Assert.Equal(Known.Issuer + "/connect/extra", (await new Browser(other).GetAsync(Known.Metadata)).MustBe(200)["extra_endpoint"]);
        (await FormAsync(other, "/connect/extra", [], Known.WebBasic)).MustBe(200);
    }

    [Fact]
    public async Task Its_refusals_are_reported_and_counted_under_its_name()
    {
        using var telemetry = CapturedTelemetry.OfAll();
        var site = WithExtra();
        await FormAsync(site, "/oauth2/extra", [], Known.Basic("web", "wrong"));
        var refused = Assert.IsType<OAuthEvent.RequestRefused>(Assert.Single(_events.All));
        Assert.Equal(("extra", "invalid_client", "web", Known.Issuer), (refused.Endpoint, refused.Error, refused.ClientId, refused.Issuer));
        Assert.Contains(telemetry.Tags, tag => "extra".Equals(tag.Value));
        Assert.Contains(telemetry.Activities, activity => activity.DisplayName.Contains("extra", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_it_throws_is_a_server_error_with_constant_text()
    {
        using var log = new CapturedLog();
        Setup.Logging = log;
        var answer = (await FormAsync(WithExtra(), "/oauth2/extra", [("fail", "yes")])).MustRefuse("server_error", 500);
        Assert.DoesNotContain("database", answer.Text, StringComparison.Ordinal);
        Assert.Contains((LogLevel.Error, "Failed"), log.Events);
    }

    [Fact]
    public async Task A_page_of_a_public_client_may_read_its_answers_and_its_errors()
    {
        var site = WithExtra();
        var refused = await FormAsync(site, "/oauth2/extra", [], ("Origin", AppOrigin), Known.Basic("web", "wrong"));
        Assert.Equal(AppOrigin, refused.MustRefuse("invalid_client", 401).Header("Access-Control-Allow-Origin"));
        var other = await FormAsync(site, "/oauth2/extra", [], ("Origin", "https://evil.example"), Known.WebBasic);
        Assert.Null(other.MustBe(200).Header("Access-Control-Allow-Origin"));
        Assert.Equal("Origin", other.Header("Vary"));
        (string, string)[] preflight = [("Origin", AppOrigin), ("Access-Control-Request-Method", "POST")];
        var allowed = (await new Browser(site).SendAsync("OPTIONS", "/oauth2/extra", preflight)).MustBe(204);
        Assert.Equal(AppOrigin, allowed.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_well_known_endpoint_stands_at_the_root_and_may_be_read_by_every_page()
    {
        var site = Start(server: s => Builder(s).AddEndpoint<WellKnownEndpoint>());
        var answer = await new Browser(site).SendAsync("GET", "/.well-known/extra", [("Origin", "https://any.example")]);
        Assert.Equal(Known.Issuer, answer.MustBe(200)["issuer"]);
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        (await new Browser(site).GetAsync("/.well-known/extra/tenant")).MustBe(200);
        var metadata = (await new Browser(site).GetAsync(Known.Metadata)).MustBe(200);
        Assert.Equal(Known.Issuer + "/.well-known/extra", metadata["well_known_extra"]);
        (await new Browser(site).GetAsync("/oauth2/.well-known/extra")).MustBe(404);
    }

    [Fact]
    public async Task It_may_ask_for_a_model_that_is_made_for_each_request()
    {
        var site = Start(server: s => s.AddSingleton<InMemoryModel>(Setup.Store)
            .AddOAuth2Server<DelegatingModel>(o => o.Issuer = Known.Issuer).AddEndpoint<ExtraEndpoint>());
        var answer = await new Browser(site).SendAsync(
            "POST", "/oauth2/extra", [("Content-Type", "application/json")], Encoding.UTF8.GetBytes("""{"client_id":"app"}"""));
        Assert.Equal("Public", answer.MustBe(200)["client_type"]);
    }

    [Theory]
    [InlineData("extra", "/other")]
    [InlineData("other", "/extra")]
    [InlineData("token", "/other")]
    [InlineData("other", "/token")]
    public void Two_endpoints_with_one_name_or_one_path_stop_the_start(string name, string path)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Start(server: s =>
        {
            Builder(s).AddEndpoint<ExtraEndpoint>();
            s.AddSingleton<IEndpoint>(new NamedEndpoint(name, path));
        }));
        Assert.Contains("Two endpoints", failure.Message, StringComparison.Ordinal);
    }

    private sealed class NamedEndpoint(string name, string path) : IEndpoint
    {
        public string Name => name;

        public string Path => path;

        public ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct) =>
            new(OAuthError.InvalidRequest("It is never called."));
    }
}
