namespace OAuth2Server.AspNetCore.Tests.DPoP;

/// <summary>A resource in the process of its server writes an entry into the store of used proofs only for a request that it accepts:
/// otherwise a sender with a stolen token and keys of its own could fill the store.</summary>
[RfcSection("RFC 9449", "7.1")]
[RfcSection("RFC 9449", "11.1")]
public sealed class ProofUsedLastTests : SiteTests
{
    private readonly CountedReplays _replays = new();
    private readonly DPoPClientKey _key = new();

    private string Proof(string method, string path, string? token = null, DPoPClientKey? key = null) =>
        (key ?? _key).Prove(method, Known.Issuer + path, Setup.Clock.GetUtcNow(), token);

    private async Task<(Site Site, string Token)> StartAsync()
    {
        Setup.Store.AddClient(Known.App with { Scope = Scope.Of("openid") });
        var site = Start(
            server: s => Builder(s).AddAuthorizationCode().AddOpenIdConnect().AddDPoP(),
            services: s => s.AddSingleton<IReplayModel>(_replays));
        var browser = new Browser(site);
        var code = (await browser.WalkAsync(
            await browser.GetAsync(AuthorizeUrl(Known.Authorization.With("scope", "openid"))), ScriptedConsent.ByAlice)).Code;
        var issued = await FormAsync(
            site, "/oauth2/token", Known.Redemption(code), ("DPoP", Proof("POST", "/oauth2/token")));
        return (site, issued.MustIssue().AccessToken);
    }

    private static Task<Answer> UseAsync(Site site, string path, string token, string proof) =>
        new Browser(site).SendAsync("GET", path, [("Authorization", "DPoP " + token), ("DPoP", proof)]);

    [Theory]
    [InlineData("/resource/")]
    [InlineData("/oauth2/userinfo")]
    public async Task A_refused_request_leaves_no_entry_and_an_accepted_one_leaves_one(string path)
    {
        var (site, token) = await StartAsync();
        var before = _replays.Count;
        for (var i = 0; i < 5; i++) (await UseAsync(site, path, token, Proof("GET", path, token, new DPoPClientKey()))).MustBe(401);
        (await UseAsync(site, path, token, Proof("GET", path, token + "x"))).MustBe(401);
        (await UseAsync(site, path, token, Proof("POST", path, token))).MustBe(401);
        (await UseAsync(site, path, token, Proof("GET", path + "x", token))).MustBe(401);
        (await UseAsync(site, path, token + "x", Proof("GET", path, token + "x"))).MustBe(401);
        Assert.Equal(before, _replays.Count);

        var proof = Proof("GET", path, token);
        (await UseAsync(site, path, token, proof)).MustBe(200);
        var used = (await UseAsync(site, path, token, proof)).MustBe(401);
        Assert.Contains("error=\"invalid_dpop_proof\"", used.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal(before + 1, _replays.Count);
    }

    [Theory]
    [InlineData("/resource/")]
    [InlineData("/oauth2/userinfo")]
    public async Task Of_requests_with_one_proof_at_the_same_time_one_is_served(string path)
    {
        var (site, token) = await StartAsync();
        var proof = Proof("GET", path, token);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => UseAsync(site, path, token, proof)));
        Assert.Equal(1, answers.Count(answer => answer.Status == 200));
        Assert.Equal(7, answers.Count(answer => answer.Status == 401));
    }
}
