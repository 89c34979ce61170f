using System.Text;

namespace OAuth2Server.AspNetCore.Tests.BadInput;

/// <summary>The application's own middleware and policies run before the endpoints.</summary>
public sealed class ForeignMiddlewareTests : SiteTests
{
    private static void ReadForms(WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.Request.HasFormContentType) await http.Request.ReadFormAsync();
        await next(http);
    });

    [Fact]
    public async Task A_form_that_was_read_already_is_used_as_it_was_read()
    {
        var browser = new Browser(Start(map: ReadForms));
        (await browser.PostAsync("/oauth2/token", [.. Known.PasswordOfAlice, ("client_id", "web"), ("client_secret", Known.WebSecret)]))
            .MustIssue();
        Assert.Equal(Known.Authorization, (await browser.PostAsync("/oauth2/authorize", Known.Authorization)).MustBe(303).LocationQuery());
    }

    [Fact]
    public async Task A_parameter_that_stands_twice_is_refused_all_the_same()
    {
        var browser = new Browser(Start(map: ReadForms));
        (await browser.PostAsync("/oauth2/token", [.. Known.Refresh("any"), ("client_id", "app")])).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_multipart_form_is_refused_all_the_same()
    {
        var part = "--x\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nclient_credentials\r\n--x--\r\n"u8.ToArray();
        var browser = new Browser(Start(map: ReadForms));
        (await browser.SendAsync("POST", "/oauth2/token", [("Content-Type", "multipart/form-data; boundary=x"), Known.WebBasic], part))
            .MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_body_that_was_buffered_and_rewound_is_read()
    {
        var browser = new Browser(Start(map: app => app.Use(async (http, next) =>
        {
            http.Request.EnableBuffering();
            using var reader = new StreamReader(http.Request.Body, leaveOpen: true);
            await reader.ReadToEndAsync();
            http.Request.Body.Position = 0;
            await next(http);
        })));
        (await browser.PostAsync("/oauth2/token", [.. Known.PasswordOfAlice, ("client_id", "web"), ("client_secret", Known.WebSecret)]))
            .MustIssue();
    }

    [Fact]
    public async Task A_body_that_was_read_away_is_an_invalid_request()
    {
        var browser = new Browser(Start(map: app => app.Use(async (http, next) =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            await next(http);
        })));
        var form = Encoding.ASCII.GetBytes("grant_type=client_credentials");
        (await browser.SendAsync("POST", "/oauth2/token", [("Content-Type", "application/x-www-form-urlencoded"), Known.WebBasic], form))
            .MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_fallback_policy_does_not_lock_the_oauth_endpoints()
    {
        var browser = new Browser(Start(
            s => s.AddAuthorizationBuilder().AddFallbackPolicy("signed in", p => p.RequireAuthenticatedUser()),
            app => app.MapGet("/other", () => "locked")));
        (await browser.GetAsync("/other")).MustBe(302);
        (await browser.PostAsync("/oauth2/token", [.. Known.PasswordOfAlice, ("client_id", "web"), ("client_secret", Known.WebSecret)]))
            .MustIssue();
        (await browser.GetAsync("/oauth2/authorize")).MustShowPage("invalid_request");
        (await browser.GetAsync("/resource/a")).MustBe(401);
    }

    [Fact]
    public async Task The_endpoints_live_below_the_prefix_they_are_given()
    {
        var browser = new Browser(Start(map: app => app.MapOAuth2Server("/other")));
        (await browser.PostAsync("/other/token", [.. Known.PasswordOfAlice, ("client_id", "web"), ("client_secret", Known.WebSecret)]))
            .MustIssue();
        (await browser.GetAsync("/other/authorize")).MustShowPage("invalid_request");
    }
}
