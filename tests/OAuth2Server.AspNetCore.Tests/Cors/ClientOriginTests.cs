using System.Text;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore.Tests.Cors;

/// <summary>A page of a public client may read the answers of the token endpoint, errors included; no other page may.</summary>
public sealed class ClientOriginTests : SiteTests
{
    private const string AppOrigin = "https://app.example.org";

    [Fact]
    public async Task A_preflight_of_a_clients_page_is_answered_without_a_body()
    {
        var answer = (await PreflightAsync(Start(), "/oauth2/token", AppOrigin)).MustBe(204);
        Assert.Empty(answer.Body);
        Assert.Equal(AppOrigin, answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("GET, POST", answer.Header("Access-Control-Allow-Methods"));
        Assert.Equal(
            "Content-Type, Authorization, DPoP, traceparent, tracestate, MCP-Protocol-Version",
            answer.Header("Access-Control-Allow-Headers"));
        Assert.Equal("600", answer.Header("Access-Control-Max-Age"));
        Assert.Equal("Origin", answer.Header("Vary"));
        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task The_application_names_the_headers_that_a_page_may_send()
    {
        var site = Start(services => services.Configure<OAuth2AspNetCoreOptions>(o => o.CorsAllowedHeaders = ["Content-Type", "X-Own"]));
        var answer = (await PreflightAsync(site, "/oauth2/token", AppOrigin)).MustBe(204);
        Assert.Equal("Content-Type, X-Own", answer.Header("Access-Control-Allow-Headers"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a,b")]
    [InlineData("a\r\nSet-Cookie:x")]
    public void A_header_that_cannot_have_that_name_stops_the_start(string name)
    {
        var refused = Assert.ThrowsAny<OptionsValidationException>(
            () => Start(services => services.Configure<OAuth2AspNetCoreOptions>(o => o.CorsAllowedHeaders.Add(name))));
        Assert.Contains("CorsAllowedHeaders", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The metadata is public, and a client may have no origin of its own yet: the page of any origin reads it.</summary>
    [Theory]
    [InlineData("https://app.example.org")]
    [InlineData("https://unknown.example")]
    [InlineData("null")]
    public async Task Every_page_may_read_the_metadata(string origin)
    {
        var site = Start();
        const string Metadata = "/.well-known/oauth-authorization-server";
        var answer = (await new Browser(site).SendAsync("GET", Metadata, [("Origin", origin)])).MustBe(200);
        var preflight = (await PreflightAsync(site, Metadata, origin)).MustBe(204);
        Assert.All([answer, preflight], a =>
        {
            Assert.Equal("*", a.Header("Access-Control-Allow-Origin"));
            Assert.Null(a.Header("Access-Control-Allow-Credentials"));
        });
        Assert.Contains("MCP-Protocol-Version", preflight.Header("Access-Control-Allow-Headers"), StringComparison.Ordinal);
        // One answer for all pages: a cache may keep it once.
        Assert.Null(answer.Header("Vary"));
    }

    [Fact]
    public async Task A_clients_page_may_read_its_tokens_and_its_errors()
    {
        var site = Start();
        var browser = new Browser(site);
        var code = (await browser.WalkAsync(await browser.GetAsync(AuthorizeUrl(Known.Authorization)), ScriptedConsent.ByAlice))
            .MustGiveCode().Code;
        var issued = (await PostAsync(site, AppOrigin, Known.Redemption(code))).MustIssue();
        var refused = (await PostAsync(site, AppOrigin, Known.Redemption(code))).MustRefuse("invalid_grant");
        Assert.All([issued, refused], answer =>
        {
            Assert.Equal(AppOrigin, answer.Header("Access-Control-Allow-Origin"));
            Assert.Equal("DPoP-Nonce, Retry-After, WWW-Authenticate, X-Correlation-Id", answer.Header("Access-Control-Expose-Headers"));
            Assert.Equal("Origin", answer.Header("Vary"));
            Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
        });
    }

    [Theory]
    [InlineData("https://app.example.org.evil.example")]
    [InlineData("https://web.example.org")]
    [InlineData("http://app.example.org")]
    [InlineData("null")]
    [InlineData("*")]
    public async Task Any_other_page_is_answered_as_always_and_can_read_nothing(string origin)
    {
        var site = Start();
        var preflight = (await PreflightAsync(site, "/oauth2/token", origin)).MustRefuse("invalid_request", 405);
        var refused = (await PostAsync(site, origin, Known.Redemption("unknown"))).MustRefuse("invalid_grant");
        var issued = (await PostAsync(site, origin, [.. Known.PasswordOfAlice, ("client_id", "web"), ("client_secret", Known.WebSecret)]))
            .MustIssue();
        Assert.All([preflight, refused, issued], answer =>
        {
            Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
            Assert.Equal("Origin", answer.Header("Vary"));
        });
    }

    [Theory]
    [RfcSection("RFC 8252", "7.3")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:49152", false)]
    [InlineData("http://[::1]:8080/cb", "http://[::1]:49152", false)]
    [InlineData("http://localhost/cb", "http://localhost:49152", true)]
    public async Task A_page_at_the_port_that_a_redirect_to_loopback_went_to_may_read_all_answers(
        string registered, string origin, bool any)
    {
        Setup.Store.AddClient(Known.App with { RedirectUris = [registered], AnyLocalhostPort = any });
        var site = Start();
        var browser = new Browser(site);
        var requested = Known.Authorization.With("redirect_uri", origin + "/cb");
        var code = (await browser.WalkAsync(await browser.GetAsync(AuthorizeUrl(requested)), ScriptedConsent.ByAlice)).MustGiveCode().Code;
        var redemption = Known.Redemption(code).With("redirect_uri", origin + "/cb");
        Answer[] answers =
        [
            (await PreflightAsync(site, "/oauth2/token", origin)).MustBe(204),
            (await PreflightAsync(site, "/oauth2/revoke", origin)).MustBe(204),
            (await PostAsync(site, origin, redemption)).MustIssue(),
            (await PostAsync(site, origin, redemption)).MustRefuse("invalid_grant"),
        ];
        Assert.All(answers, answer => Assert.Equal(origin, answer.Header("Access-Control-Allow-Origin")));
    }

    [Theory]
    [RfcSection("RFC 8252", "7.3")]
    [InlineData("http://127.0.0.1/cb", "http://localhost:49152")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.2:49152")]
    [InlineData("http://localhost/cb", "http://localhost:49152")]
    [InlineData("http://localhost/cb", "http://127.0.0.1:49152")]
    public async Task A_page_where_no_redirect_may_go_may_read_nothing(string registered, string origin)
    {
        Setup.Store.AddClient(Known.App with { RedirectUris = [registered] });
        (await PreflightAsync(Start(), "/oauth2/token", origin)).MustBe(405);
    }

    [Fact]
    public async Task A_request_without_origin_has_no_header_of_cors_but_Vary()
    {
        var answer = await new Browser(Start()).PostAsync("/oauth2/token", Known.ClientCredentials);
        Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("Origin", answer.Header("Vary"));
    }

    [Fact]
    public async Task OPTIONS_that_is_no_preflight_is_a_wrong_verb_that_the_page_may_read()
    {
        var answer = await new Browser(Start()).SendAsync("OPTIONS", "/oauth2/token", [("Origin", AppOrigin)]);
        Assert.Equal(AppOrigin, answer.MustRefuse("invalid_request", 405).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task No_page_may_read_the_authorization_endpoint()
    {
        var site = Start();
        var answer = await new Browser(site).SendAsync("GET", AuthorizeUrl(Known.Authorization), [("Origin", AppOrigin)]);
        Assert.All([answer, await PreflightAsync(site, "/oauth2/authorize", AppOrigin)], a =>
            Assert.DoesNotContain(a.Headers, h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_model_without_the_capability_says_nothing_of_origins()
    {
        Setup.Model = new DelegatingModel(Setup.Store);
        var answer = (await PreflightAsync(Start(), "/oauth2/token", AppOrigin)).MustBe(405);
        Assert.DoesNotContain(
            answer.Headers, h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || h.Key == "Vary");
    }

    [Fact]
    public async Task A_client_that_is_registered_later_is_allowed_within_a_minute()
    {
        var site = Start();
        (await PreflightAsync(site, "/oauth2/token", "https://new.example.org")).MustBe(405);
        Setup.Store.AddClient(Known.App with { Id = "new", RedirectUris = ["https://new.example.org/cb"] });
        Setup.Clock.Advance(TimeSpan.FromMinutes(1));
        (await PreflightAsync(site, "/oauth2/token", "https://new.example.org")).MustBe(204);
    }

    /// <summary>The application uses the CORS middleware, with policies for its own endpoints.</summary>
    [Fact]
    public async Task The_applications_own_policies_stand_beside_it()
    {
        var site = Start(
            services => services.AddCors(o => o.AddPolicy("own", p => p.WithOrigins("https://partner.example.org", AppOrigin))),
            app =>
            {
                app.UseRouting();
                app.UseCors();
                app.MapGet("/own", () => "own").RequireCors("own");
            });
        var own = await new Browser(site).SendAsync("GET", "/own", [("Origin", "https://partner.example.org")]);
        Assert.Equal("https://partner.example.org", own.Header("Access-Control-Allow-Origin"));
        Assert.Equal(AppOrigin, (await PreflightAsync(site, "/oauth2/token", AppOrigin)).MustBe(204).Header("Access-Control-Allow-Origin"));
        Assert.Null((await PreflightAsync(site, "/oauth2/token", "https://partner.example.org")).Header("Access-Control-Allow-Origin"));
    }

    /// <summary>A default policy of the application takes precedence over the library, and no header is sent twice.</summary>
    [Fact]
    public async Task A_default_policy_of_the_application_wins()
    {
        var site = Start(
            services => services.AddCors(o => o.AddDefaultPolicy(p => p.WithOrigins("https://partner.example.org", AppOrigin))),
            app =>
            {
                app.UseRouting();
                app.UseCors();
            });
        foreach (var origin in new[] { "https://partner.example.org", AppOrigin })
        {
            var headers = (await PostAsync(site, origin, Known.Redemption("unknown"))).Headers;
            Assert.Equal([origin], headers.Where(h => h.Key == "Access-Control-Allow-Origin").Select(h => h.Value));
        }
    }

    private static Task<Answer> PreflightAsync(Site site, string path, string origin) =>
        new Browser(site).SendAsync(
            "OPTIONS",
            path,
            [("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type")]);

    private static Task<Answer> PostAsync(Site site, string origin, Parameters form) =>
        new Browser(site).SendAsync(
            "POST",
            "/oauth2/token",
            [("Origin", origin), ("Content-Type", "application/x-www-form-urlencoded")],
            Encoding.ASCII.GetBytes(WireRequest.Encode(form)));
}
