using System.Globalization;
using AngleSharp;
using AngleSharp.Html;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.Host.Tests;

public sealed class PageTests
{
    [Theory]
    [InlineData("/", 200)]
    [InlineData("/login", 200)]
    [InlineData("/logout", 200)]
    [InlineData("/consent", 400)]
    [InlineData("/no/such/page", 404)]
    [InlineData("/demo/read", 401)]
    public async Task Every_response_has_the_security_headers(string path, int status)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.NewBrowser().GetAsync(path);

        Assert.Equal(status, (int)answer.Status);
        var policy = answer.Header("Content-Security-Policy")!;
        string[] parts = ["default-src 'none'", "style-src 'self'", "img-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"];
        foreach (var part in parts)
            Assert.Contains(part, policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Null(answer.Header("Server"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/logout")]
    [InlineData("/no/such/page")]
    public async Task Every_page_is_plain_HTML_with_a_language_a_title_and_one_heading(string path)
    {
        await using var server = await TestServer.StartAsync();
        var page = (await server.NewBrowser().GetAsync(path)).Document;

        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.NotEmpty(page.Title!);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Empty(page.QuerySelectorAll("script, style, [style]"));
        Assert.All(page.QuerySelectorAll("input[id]"), input => Assert.NotNull(page.QuerySelector($"label[for={input.Id}]")));
    }

    [Fact]
    public async Task The_password_field_masks_its_text_and_accepts_password_managers_and_long_passwords()
    {
        await using var server = await TestServer.StartAsync();
        var field = (await server.NewBrowser().GetAsync("/login")).Document.QuerySelector("input[name=password]")!;

        Assert.Equal(("password", "current-password"), (field.GetAttribute("type"), field.GetAttribute("autocomplete")));
        Assert.InRange(int.Parse(field.GetAttribute("maxlength")!, CultureInfo.InvariantCulture), 64, 4096);
        Assert.DoesNotContain(field.Attributes, attribute => attribute.Name is "pattern" or "minlength" or "readonly");
    }

    [Fact]
    public async Task Every_page_of_a_signed_in_user_has_a_form_to_sign_out()
    {
        await using var server = await TestServer.StartAsync(configuration =>
            configuration.Client(0)["GrantTypes"]!.AsArray().Add(DeviceCodeGrant.Name));
        var browser = server.NewBrowser();
        await browser.SignInAsync(await browser.GetAsync("/login"));
        var consent = (await browser.GetAsync(new OAuthClient(server.Address).AuthorizeUrl())).Location!;

        foreach (var path in (string[])["/", "/account", "/device", "/logout", consent])
            Assert.NotNull((await browser.GetAsync(path)).Document.QuerySelector("form[method=post][action$='/logout']"));
    }

    [Fact]
    public async Task The_stylesheet_is_served_and_can_be_cached()
    {
        await using var server = await TestServer.StartAsync();
        var css = await server.NewBrowser().GetAsync("/site.css");

        Assert.Equal("text/css; charset=utf-8", css.Header("Content-Type"));
        Assert.Contains("max-age", css.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Contains("font:", css.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/account", true)]
    [InlineData("/device", true)]
    [InlineData("/login", false)]
    [InlineData("/logout", false)]
    [InlineData("/consent", false)]
    [InlineData("/oauth2/authorize", false)]
    [InlineData("/oauth2/authorize?client_id=unknown", false)]
    public async Task Only_pages_that_no_client_opens_in_a_window_are_cut_off_from_that_window(string path, bool isCutOff)
    {
        await using var server = await TestServer.StartAsync(configuration =>
            configuration.Client(0)["GrantTypes"]!.AsArray().Add(DeviceCodeGrant.Name));

        var answer = await server.NewBrowser().GetAsync(path);

        Assert.Equal(isCutOff ? "same-origin" : null, answer.Header("Cross-Origin-Opener-Policy"));
    }

    [Fact]
    public async Task Pages_for_errors_have_the_structure_of_the_other_pages()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var expected = Structure(await browser.GetAsync("/"));

        foreach (var path in (string[])["/login", "/no/such/page", "/oauth2/authorize?client_id=unknown", "/consent"])
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(page.Document.Title, page.Document.QuerySelector("main > h1")!.TextContent);
            Assert.Equal(expected, Structure(page));
        }

        static string Structure(Answer page)
        {
            page.Document.Title = "";
            page.Document.QuerySelector("main")!.InnerHtml = "";
            return page.Document.ToHtml(new MinifyMarkupFormatter());
        }
    }

    [Fact]
    public async Task The_page_of_a_refused_authorization_request_shows_the_error_and_its_id_and_no_text_of_the_request()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();

        var page = await browser.GetAsync("/oauth2/authorize?client_id=%22%3E%3Cscript%3E&state=%3Cscript%3E");

        Assert.Equal("text/html; charset=utf-8", page.Header("Content-Type"));
        Assert.Equal(["invalid_client", page.Header("X-Correlation-Id")!],
            page.Document.QuerySelectorAll("code").Select(code => code.TextContent));
        Assert.DoesNotContain("script", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_correlation_ids_of_pages_and_endpoints_are_random_and_count_no_connections()
    {
        await using var server = await TestServer.StartAsync();
        List<string> ids = [];
        foreach (var path in (string[])["/no/such/page", "/oauth2/authorize"])
        {
            var page = await server.NewBrowser().GetAsync(path);
            ids.Add(page.Document.QuerySelector("code:last-of-type")!.TextContent);
        }
        ids.Add((await server.NewBrowser().PostAsync("/oauth2/token", ("grant_type", "x"))).Header("X-Correlation-Id")!);

        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.Equal(3, ids.Select(id => id[..8]).Distinct().Count());
    }

    [Fact]
    public async Task The_error_page_of_the_authorization_endpoint_keeps_its_own_stricter_policy()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.NewBrowser().GetAsync("/oauth2/authorize?client_id=unknown");

        Assert.Equal(400, (int)answer.Status);
        Assert.Contains("form-action 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("|", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("|", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_fails_shows_only_an_id_and_the_log_has_the_cause_under_that_id()
    {
        await using var server = await TestServer.StartAsync(services: services => BrokenAccounts.AddTo(services));
        var browser = server.NewBrowser();

        var answer = await browser.SignInAsync(await browser.GetAsync("/login"));

        Assert.Equal(500, (int)answer.Status);
        Assert.Equal("The server failed", answer.Document.Title);
        Assert.DoesNotContain("out of order", answer.Body, StringComparison.Ordinal);
        var id = answer.Document.QuerySelector("code")!.TextContent;
        Assert.Contains($"A page failed, correlation {id}", server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("out of order", server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    private sealed class BrokenAccounts : IAccounts
    {
        internal static void AddTo(IServiceCollection services) =>
            services.AddSingleton<IAccounts, BrokenAccounts>();

        public ValueTask<Account?> SignInAsync(Credentials credentials, CancellationToken ct) =>
            throw new InvalidOperationException("The accounts are out of order.");

        public ValueTask<Account?> FindAsync(string subject, CancellationToken ct) => new((Account?)null);

        public ValueTask<string?> SubjectOfAsync(string username, CancellationToken ct) => new((string?)null);

        public ValueTask<IReadOnlyList<string>> OthersAsync(
            IReadOnlyCollection<string> usernames, int atMost, CancellationToken ct) => new([]);

        public ValueTask<AccountProfile> GetProfileAsync(string subject, CancellationToken ct) => new(AccountProfile.Empty);

        public ValueTask SetProfileAsync(string subject, AccountProfile profile, CancellationToken ct) => default;

        public ValueTask CreateAsync(string username, string password, CancellationToken ct) => default;

        public ValueTask<string?> SetPasswordAsync(string username, string password, CancellationToken ct) => new((string?)null);

        public ValueTask<string?> SetClosedAsync(string username, bool closed, CancellationToken ct) => new((string?)null);
    }
}
