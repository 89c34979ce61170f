using System.Globalization;
using System.Security.Claims;
using System.Text.Json;

namespace OAuth2Server.OpenIdConnect.Tests.Certification;

/// <summary>An application with the library: claims that the host does not have, and principals that say less.</summary>
[RfcSection("OpenID Core", "5.4")]
[RfcSection("OpenID Core", "5.5")]
public sealed class LibraryTests
{
    [Fact, Module("oidcc-scope-address"), Module("oidcc-scope-phone"), Module("oidcc-scope-all")]
    public async Task The_scopes_address_and_phone_give_their_claims_and_no_others()
    {
        await using var site = await LibrarySite.StartAsync();
        var client = site.AddClient("openid profile email address phone");
        var claims = new UserClaims();
        claims.Add("address", JsonDocument.Parse("""{"country":"Utopia"}""").RootElement);
        claims.Add("phone_number", "+1 555 0100");
        claims.Add("phone_number_verified", true);
        claims.Add("updated_at", 1_700_000_000);
        claims.Add("secret", "not for clients");
        site.Model.SetUserClaims("alice", claims);
        var browser = new Browser(site.Address);
        await browser.GetAsync("/login?user=alice");
        var tokens = await client.SignInAsync(browser, ("scope", "openid address phone"));

        var (_, body) = await client.UserInfoAsync(RelyingParty.Text(tokens, "access_token"));

        Assert.Equal(["sub", "address", "phone_number", "phone_number_verified"], body.EnumerateObject().Select(member => member.Name));
        Assert.Equal("Utopia", RelyingParty.Text(body.GetProperty("address"), "country"));
    }

    [Fact]
    public async Task A_principal_without_time_and_session_cannot_prove_a_new_sign_in()
    {
        await using var site = await LibrarySite.StartAsync();
        var client = site.AddClient("openid");
        var browser = new Browser(site.Address);
        await browser.GetAsync("/login?user=alice");
        var challenge = await browser.GetAsync(client.AuthorizeUrl(("prompt", "login")));
        var returned = await browser.GetAsync(LoginUrl(challenge));

        var received = client.Received(await browser.GetAsync(returned.Body));

        Assert.Equal("login_required", received["error"]);
    }

    [Fact]
    public async Task The_first_sign_in_is_a_new_one_although_the_principal_says_no_time()
    {
        await using var site = await LibrarySite.StartAsync();
        var client = site.AddClient("openid");
        var browser = new Browser(site.Address);
        var challenge = await browser.GetAsync(client.AuthorizeUrl(("prompt", "login")));
        var returned = await browser.GetAsync(LoginUrl(challenge));

        var token = await client.IdTokenAsync(await client.TokensAsync(await browser.GetAsync(returned.Body)));

        Assert.Equal("alice", token.Subject);
        Assert.False(token.TryGetClaim("auth_time", out _));
    }

    [Fact]
    public async Task An_essential_context_class_that_the_sign_in_reached_is_in_the_id_token()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await using var site = await LibrarySite.StartAsync(
            _ => [new Claim("acr", "phr"), new Claim("amr", "hwk"), new Claim("auth_time", now), new Claim("sid", "s1")],
            options => options.ContextClasses.Add("phr"));
        var client = site.AddClient("openid");
        var browser = new Browser(site.Address);
        await browser.GetAsync("/login?user=alice");

        var token = await client.IdTokenAsync(await client.SignInAsync(browser,
            ("claims", """{"id_token":{"acr":{"essential":true,"values":["phr","phrh"]}}}""")));

        Assert.Equal(("phr", now), (token.GetClaim("acr").Value, token.GetClaim("auth_time").Value));
        Assert.NotEqual("s1", token.GetClaim("sid").Value);
    }

    [Fact]
    public async Task A_client_can_have_a_max_age_of_its_own()
    {
        var hourAgo = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await using var site = await LibrarySite.StartAsync(_ => [new Claim("auth_time", hourAgo)]);
        var client = site.AddClient("openid", new() { DefaultMaxAge = TimeSpan.FromMinutes(10) });
        var browser = new Browser(site.Address);
        await browser.GetAsync("/login?user=alice");

        var received = client.Received(await browser.GetAsync(client.AuthorizeUrl(("prompt", "none"))));

        Assert.Equal("login_required", received["error"]);
    }

    private static string LoginUrl(Answer challenge) => "/login?user=alice&" + new Uri(challenge.Location!).Query[1..];
}
