using Microsoft.AspNetCore.Http.HttpResults;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore.Tests.DPoP;

/// <summary>A bearer scheme in the process of a server with DPoP.</summary>
public sealed class ResourceSchemeTests : SiteTests
{
    private readonly DPoPClientKey _key = new();

    private (string, string) Proof(string method, string path, string? token = null, string? nonce = null) =>
        ("DPoP", _key.Prove(method, Known.Issuer + path, Setup.Clock.GetUtcNow(), token, nonce));

    private async Task<string> TokenAsync(Site site, string? nonce = null) => (await FormAsync(
        site, "/oauth2/token", Known.ClientCredentials, Known.WebBasic, Proof("POST", "/oauth2/token", nonce: nonce)))
        .MustIssue().AccessToken;

    private Task<Answer> UseAsync(Site site, string path, string token, string? nonce = null) => new Browser(site).SendAsync(
        "GET", path, [("Authorization", $"DPoP {token}"), Proof("GET", path, token, nonce)]);

    [Fact]
    [RfcSection("RFC 9449", "7.1")]
    public async Task A_scheme_that_does_not_accept_dpop_refuses_bound_tokens_also_in_the_process_of_a_server_with_dpop()
    {
        Setup.DPoP = new();
        var site = Start(services: s => s.Configure<OAuth2BearerOptions>(OAuth2BearerDefaults.AuthenticationScheme, o => o.DPoP = null));
        var bound = await TokenAsync(site);
        var refused = (await UseAsync(site, "/resource/", bound)).MustBe(401);
        Assert.Equal(
            $"Bearer realm=\"{Known.Issuer}\"", Assert.Single(refused.Headers, header => header.Key == "WWW-Authenticate").Value);
        (await BearerAsync(site, "/resource/", bound)).MustBe(401);
        var free = (await FormAsync(site, "/oauth2/token", Known.ClientCredentials, Known.WebBasic)).MustIssue().AccessToken;
        (await BearerAsync(site, "/resource/", free)).MustBe(200);
    }

    [Theory]
    [InlineData("", "no-store", true)]
    [InlineData("no-store", "no-store", true)]
    [InlineData("private, no-store", "private, no-store", true)]
    [InlineData("private, max-age=60", "private, max-age=60", false)]
    [InlineData("no-cache", "no-cache", false)]
    [RfcSection("RFC 9449", "8.2")]
    public async Task An_answer_with_a_nonce_is_not_cached_and_one_that_is_cached_has_no_nonce(string own, string sent, bool hasNonce)
    {
        Setup.DPoP = new() { RequireNonce = true };
        var site = Start(map: app => app.MapGet("/photo", (HttpContext http) =>
        {
            if (own.Length > 0) http.Response.Headers.CacheControl = own;
            return "photo";
        }).RequireScope());
        var nonce = (await FormAsync(
            site, "/oauth2/token", Known.ClientCredentials, Known.WebBasic, Proof("POST", "/oauth2/token"))).Header("DPoP-Nonce");
        var token = await TokenAsync(site, nonce);
        Setup.Clock.Advance(TimeSpan.FromMinutes(1));

        var answer = (await UseAsync(site, "/photo", token, nonce)).MustBe(200);
        Assert.Equal("photo", answer.Text);
        Assert.Equal(sent, answer.Header("Cache-Control"));
        Assert.Equal(hasNonce, answer.Header("DPoP-Nonce") is not null);
    }

    [Fact]
    [RfcSection("RFC 9449", "8.2")]
    [RfcSection("RFC 9449", "9")]
    public async Task A_refusal_with_a_nonce_is_never_cached()
    {
        Setup.DPoP = new() { RequireNonce = true };
        var site = Start(map: app =>
        {
            app.Use((http, next) =>
            {
                http.Response.Headers.CacheControl = "public, max-age=60";
                return next(http);
            });
            app.MapGet("/missing", Results<NotFound, Ok> () => TypedResults.NotFound()).RequireScope();
        });
        var nonce = (await FormAsync(
            site, "/oauth2/token", Known.ClientCredentials, Known.WebBasic, Proof("POST", "/oauth2/token"))).Header("DPoP-Nonce");
        var token = await TokenAsync(site, nonce);
        foreach (var answer in new[]
        {
            (await UseAsync(site, "/missing", token)).MustBe(401), (await UseAsync(site, "/missing", token, "unknown")).MustBe(401),
        })
        {
            Assert.NotNull(answer.Header("DPoP-Nonce"));
            Assert.Equal("no-store", answer.Header("Cache-Control"));
        }
        Setup.Clock.Advance(TimeSpan.FromMinutes(1));
        var missing = (await UseAsync(site, "/missing", token, nonce)).MustBe(404);
        Assert.NotNull(missing.Header("DPoP-Nonce"));
        Assert.Equal("no-store", missing.Header("Cache-Control"));
    }
}
