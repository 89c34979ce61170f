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
    public async Task The_host_header_of_a_stranger_does_not_steer_the_redirect_to_the_sign_in_page()
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address + new OAuthClient(server.Address).AuthorizeUrl());
        request.Headers.Host = "evil.example";

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.StartsWith(server.Address + "/login", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private static (string Name, HashSet<string> All) Attributes(string cookie)
    {
        var parts = cookie.Split("; ");
        return (parts[0], [.. parts[1..].Select(part => part.ToLowerInvariant())]);
    }
}
