namespace OAuth2Server.AspNetCore.Tests.DPoP;

/// <summary>UserInfo is a protected resource: a bound token needs its proof there too.</summary>
[RfcSection("RFC 9449", "7.1")]
[RfcSection("OpenID Core", "5.3.1")]
public sealed class UserInfoProofTests : SiteTests
{
    private readonly DPoPClientKey _key = new();

    private (string, string) Proof(string method, string path, string? token = null, DPoPClientKey? key = null) =>
        ("DPoP", (key ?? _key).Prove(method, Known.Issuer + path, Setup.Clock.GetUtcNow(), token));

    [Fact]
    public async Task A_bound_token_is_accepted_with_its_proof_and_refused_as_a_bearer_token()
    {
        Setup.Store.AddClient(Known.App with { Scope = Scope.Of("openid") });
        var site = Start(server: s => Builder(s).AddAuthorizationCode().AddOpenIdConnect().AddDPoP());
        var browser = new Browser(site);
        var code = (await browser.WalkAsync(
            await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("scope", "openid"))), ScriptedConsent.ByAlice)).Code;
        var issued = await FormAsync(site, "/oauth2/token", Known.Redemption(code), Proof("POST", "/oauth2/token"));
        var token = issued.MustIssue().AccessToken;

        Task<Answer> GetAsync(string scheme, params (string, string)[] proof) =>
            new Browser(site).SendAsync("GET", "/oauth2/userinfo", [("Authorization", $"{scheme} {token}"), .. proof]);
        Assert.Equal("alice", (await GetAsync("DPoP", Proof("GET", "/oauth2/userinfo", token))).MustBe(200)["sub"]);
        (await GetAsync("Bearer")).MustBe(401);
        (await GetAsync("Bearer", Proof("GET", "/oauth2/userinfo", token))).MustBe(401);
        (await GetAsync("DPoP")).MustBe(401);
        (await GetAsync("DPoP", Proof("GET", "/oauth2/token", token))).MustBe(401);
        (await GetAsync("DPoP", Proof("GET", "/oauth2/userinfo", token, new DPoPClientKey()))).MustBe(401);
    }
}
