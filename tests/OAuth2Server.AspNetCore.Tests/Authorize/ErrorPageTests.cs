namespace OAuth2Server.AspNetCore.Tests.Authorize;

/// <summary>The page for a request whose redirect URI is not proven: it shows no text of the request.</summary>
public sealed class ErrorPageTests : SiteTests
{
    private const string Script = "\"><script>alert(1)</script>";

    [Theory]
    [InlineData("client_id")]
    [InlineData("redirect_uri")]
    public async Task It_is_locked_down_and_reflects_nothing(string name)
    {
        var request = Known.Authorization.With(name, Script).With("state", Script);
        var page = (await new Browser(Start()).GetAsync(AuthorizeUrl(request))).MustBe(400);
        Assert.StartsWith("text/html", page.Header("Content-Type"), StringComparison.Ordinal);
        var policy = page.Header("Content-Security-Policy");
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.EndsWith("base-uri 'none'; form-action 'none'; frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", page.Header("X-Frame-Options"));
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.Equal(page.Body.Length.ToString(), page.Header("Content-Length"));
        Assert.DoesNotContain("script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("alert", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Header("Set-Cookie"));
    }

    [Fact]
    public async Task Its_correlation_id_is_the_trace_identifier_and_stands_in_the_log()
    {
        using var log = new CapturedLog();
        Setup.Logging = log;
        var browser = new Browser(Start(map: app => app.Use((http, next) =>
        {
            http.TraceIdentifier = "trace<7>";
            return next(http);
        })));
        var page = (await browser.GetAsync("/oauth2/authorize")).MustShowPage("invalid_request");
        Assert.Equal("trace<7>", page.Header("X-Correlation-Id"));
        Assert.Contains("trace&lt;7&gt;", page.Text, StringComparison.Ordinal);
        Assert.Contains("CorrelationId=trace<7>", log.Everything);
    }

    [Fact]
    public async Task On_a_real_server_its_correlation_id_is_random_and_counts_no_connections()
    {
        var site = Start(kestrel: true);
        using var http = new HttpClient();
        List<string> ids = [];
        for (var i = 0; i < 3; i++)
        {
            using var page = await http.GetAsync(new Uri(site.Address, "/oauth2/authorize"));
            ids.Add(page.Headers.GetValues("X-Correlation-Id").Single());
            Assert.Contains(ids[^1], await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.Equal(3, ids.Select(id => id[..8]).Distinct().Count());
    }

    [Fact]
    public async Task A_model_that_throws_is_shown_as_a_server_error_with_constant_text()
    {
        using var log = new CapturedLog();
        Setup.Logging = log;
        Setup.Model = new ExchangingModel(Setup.Store) { OnCall = _ => throw new InvalidOperationException("The database is away.") };
        var browser = new Browser(Start());
        var page = (await browser.GetAsync(AuthorizeUrl(Known.Authorization))).MustShowPage("server_error", 500);
        Assert.DoesNotContain("database", page.Text, StringComparison.Ordinal);
        var answer = (await browser.PostAsync("/oauth2/token", Known.Redemption("any"))).MustRefuse("server_error", 500);
        Assert.DoesNotContain("database", answer.Text, StringComparison.Ordinal);
        Assert.Equal(2, log.Events.Count(e => e == (LogLevel.Error, "Failed")));
    }

    [Fact]
    public async Task It_has_a_language_a_title_and_a_main_part()
    {
        var page = (await new Browser(Start()).GetAsync("/oauth2/authorize")).MustBe(400).Text;
        foreach (var part in (string[])["<html lang=\"en\">", "<title>This request cannot", "<main>\n<h1>", "name=\"viewport\""])
            Assert.Contains(part, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_application_can_write_its_own_page_and_keeps_the_status_and_the_headers_of_the_error()
    {
        var browser = new Browser(Start(services => services.Configure<OAuth2AspNetCoreOptions>(options =>
            options.ErrorPage = (http, error) => http.Response.WriteAsync("Our page: " + error.Code))));
        var page = (await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("client_id", "unknown")))).MustBe(400);
        Assert.Equal("Our page: invalid_client", page.Text);
        Assert.Null(page.Header("Content-Security-Policy"));
        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.NotNull(page.Header("X-Correlation-Id"));
        // Only pages: what a client reads stays as it is.
        (await browser.PostAsync("/oauth2/token", Known.Redemption("any"))).MustRefuse("invalid_grant");
        (await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("scope", "unknown")))).MustRedirectError("invalid_scope");
    }
}
