using System.Net;
using Microsoft.AspNetCore.DataProtection;

namespace OAuth2Server.Host.Tests;

public sealed class CookieTests
{
    [Fact]
    public async Task Cookies_on_plain_http_are_HttpOnly_and_Lax()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var login = await browser.GetAsync("/login");
        var signedIn = await browser.SignInAsync(login);

        foreach (var cookie in login.SetCookies.Concat(signedIn.SetCookies).Select(Attributes))
        {
            Assert.StartsWith("oauth2.", cookie.Name, StringComparison.Ordinal);
            Assert.Contains("httponly", cookie.All);
            Assert.Contains("samesite=lax", cookie.All);
            Assert.Contains("path=/", cookie.All);
            Assert.DoesNotContain("secure", cookie.All);
        }
        Assert.Equal(2, browser.Cookies.Count);
    }

    /// <summary>Garbage, a cookie that looks like a sealed one, and cookies that another key sealed.</summary>
    public static TheoryData<string> Garbage() =>
    [
        "x", "%00%FF", new string('A', 3000), "CfDJ8" + new string('A', 200),
        Sealed("Microsoft.AspNetCore.Antiforgery.AntiforgeryToken.v1"),
        Sealed("Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware"),
    ];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task A_cookie_that_cannot_be_read_is_ignored_and_is_no_error_of_the_server(string garbage)
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        await browser.SignInAsync(await browser.GetAsync("/login"));
        var form = browser.CookieName("form")!;
        foreach (var name in (string[])[browser.CookieName("session")!, form]) browser.Cookies[name] = garbage;

        foreach (var path in (string[])["/", "/login", "/logout", "/consent?ticket=x"])
        {
            browser.Cookies[form] = garbage;
            await browser.GetAsync(path);
            browser.Cookies[form] = garbage;
            // Without a session there is nothing to sign out of.
            var expected = path == "/logout" ? 303 : 400;
            Assert.Equal(expected, (int)(await browser.PostAsync(path, ("form_token", garbage))).Status);
        }
        Assert.Equal("/", (await browser.SignInAsync(await browser.GetAsync("/login"))).Location);

        Assert.Empty(Lines("Error "));
        Assert.Empty(Lines("Critical "));
        Assert.DoesNotContain(Lines("Warning "), line => line.Contains("cookie", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(Lines("Debug "), line => line.Contains("DefaultAntiforgery", StringComparison.Ordinal));

        IEnumerable<string> Lines(string level) =>
            server.Log.Text.Split('\n').Where(line => line.StartsWith(level, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cookies_of_an_https_issuer_are_bound_to_the_host_and_secure()
    {
        await using var server = await TestServer.StartAsync(c => c.Server()["Issuer"] = "https://auth.example.com");
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var login = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
        var signedIn = await browser.SignInAsync(login);

        foreach (var cookie in login.SetCookies.Concat(signedIn.SetCookies).Select(Attributes))
        {
            Assert.StartsWith("__Host-oauth2.", cookie.Name, StringComparison.Ordinal);
            Assert.Superset(new HashSet<string> { "httponly", "samesite=lax", "path=/", "secure" }, cookie.All);
            Assert.DoesNotContain(cookie.All, attribute => attribute.StartsWith("domain", StringComparison.Ordinal));
        }
        var received = client.Received(await browser.SubmitAsync(await browser.FollowAsync(signedIn), "ticket", ("answer", "allow")));
        Assert.Equal("https://auth.example.com", received["iss"]);
    }

    [Fact]
    public async Task An_issuer_with_a_path_is_served_under_it()
    {
        await using var server = await TestServer.StartAsync(c => c.Server()["Issuer"] = "https://auth.example.com/tenant");
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));

        var login = await browser.FollowAsync(await browser.GetAsync("/tenant" + client.AuthorizeUrl()));
        Assert.Equal("/tenant/site.css", login.Document.QuerySelector("link")!.GetAttribute("href"));
        var consent = await browser.FollowAsync(await browser.SignInAsync(login));

        Assert.Contains("code", client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "allow"))).Keys);
    }

    [Fact]
    public async Task Two_issuers_with_paths_on_one_host_have_cookies_of_their_own()
    {
        await using var one = await TestServer.StartAsync(c => c.Server()["Issuer"] = "https://auth.example.com/t1");
        await using var other = await TestServer.StartAsync(c => c.Server()["Issuer"] = "https://auth.example.com/t1/sub");
        var browser = new CookieContainer();

        await SignInAsync(one, "/t1");
        await SignInAsync(other, "/t1/sub");

        Assert.Equal(2, browser.GetCookies(new("https://auth.example.com/t1/login")).Count);
        // The browser sends the cookies of the shorter path too: the names tell them apart.
        Assert.Equal(4, browser.GetCookies(new("https://auth.example.com/t1/sub/login")).Count);
        Assert.Empty(browser.GetCookies(new("https://auth.example.com/t2")));
        Assert.Empty(browser.GetCookies(new("https://auth.example.com/")));

        async Task SignInAsync(TestServer server, string path)
        {
            var user = server.NewBrowser();
            var login = await user.GetAsync(path + "/login");
            var signedIn = await user.SignInAsync(login);
            Assert.Equal(path + "/", signedIn.Location);
            foreach (var cookie in login.SetCookies.Concat(signedIn.SetCookies))
            {
                Assert.StartsWith("__Secure-oauth2.", cookie, StringComparison.Ordinal);
                Assert.Superset(new HashSet<string> { "httponly", "samesite=lax", "path=" + path, "secure" }, Attributes(cookie).All);
                browser.SetCookies(new($"https://auth.example.com{path}/login"), cookie);
            }
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/logout")]
    [InlineData("/consent?ticket=x")]
    [InlineData("/account")]
    [InlineData("/device")]
    [InlineData("/site.css")]
    [InlineData("/demo/read")]
    [InlineData("/oauth2/authorize")]
    [InlineData("/oauth2/token")]
    [InlineData("/tenant2/login")]
    [InlineData("/TENANT/login")]
    [InlineData("/x/tenant/login")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/healthz")]
    public async Task Nothing_is_served_outside_of_the_path_of_the_issuer(string path)
    {
        await using var server = await TestServer.StartAsync(c => c.Server()["Issuer"] = "https://auth.example.com/tenant");
        var browser = server.NewBrowser();

        Assert.Equal(404, (int)(await browser.GetAsync(path)).Status);
        Assert.InRange((int)(await browser.PostAsync(path, ("x", "y"))).Status, 404, 405);
        var page = await browser.GetAsync("/login");
        Assert.Equal("/tenant/site.css", page.Document.QuerySelector("link")!.GetAttribute("href"));
        Assert.Equal("/tenant/", page.Document.QuerySelector("a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/.well-known/oauth-authorization-server/tenant")]
    [InlineData("/tenant")]
    [InlineData("/tenant/")]
    [InlineData("/tenant/login")]
    [InlineData("/tenant/site.css")]
    [InlineData("/tenant/healthz/live")]
    public async Task Health_and_the_well_known_address_are_also_served_before_the_path_of_the_issuer(string path)
    {
        await using var server = await TestServer.StartAsync(c => c.Server()["Issuer"] = "https://auth.example.com/tenant");

        Assert.Equal(200, (int)(await server.NewBrowser().GetAsync(path)).Status);
    }

    [Fact]
    public async Task The_Host_header_does_not_change_the_redirect_to_the_sign_in_page()
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address + new OAuthClient(server.Address).AuthorizeUrl());
        request.Headers.Host = "evil.example";

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.StartsWith(server.Address + "/login", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private static string Sealed(string purpose) => new EphemeralDataProtectionProvider().CreateProtector(purpose).Protect("text");

    private static (string Name, HashSet<string> All) Attributes(string cookie)
    {
        var parts = cookie.Split("; ");
        return (parts[0], [.. parts[1..].Select(part => part.ToLowerInvariant())]);
    }
}
