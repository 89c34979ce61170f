using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Jwt;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.AspNetCore.Tests.DPoP;

/// <summary>An API whose authorization server is another process, and tokens that are bound to a key.</summary>
[RfcSection("RFC 9449", "6.1")]
[RfcSection("RFC 9449", "6.2")]
[RfcSection("RFC 9449", "7.1")]
public sealed class RemoteProofTests
{
    private const string Address = "https://photos.example.com/api/a";

    private readonly FakeTimeProvider _clock = new(TestIssuer.Now);
    private readonly TestIssuer _issuer = new();
    private readonly DPoPClientKey _key = new();

    public static TheoryData<string> Ways => ["keys", "introspection"];

    private Task<Bearer.Api> StartAsync(string way, DPoPOptions? dpop)
    {
        var server = new ScriptedServer(_issuer);
        server.AnswerAsync("/introspect", async (request, ct) =>
        {
            var token = (await request.Content!.ReadAsStringAsync(ct)).Split('&')[0]["token=".Length..];
            var claims = ClaimsOf(token);
            (claims["active"], claims["token_type"]) = (true, token == "free" ? "Bearer" : "DPoP");
            return ScriptedServer.Json(claims.ToJsonString());
        });
        return Bearer.Api.StartAsync(_clock, authentication =>
        {
            authentication.Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
            authentication.AddOAuth2Bearer(o =>
            {
                (o.Authority, o.Resource, o.BackchannelHttpHandler, o.DPoP) = (TestIssuer.Name, TestIssuer.Resource, server, dpop);
                if (way == "introspection") o.Introspection = new() { ClientId = "api", ClientSecret = "s" };
            });
        });
    }

    private JsonObject ClaimsOf(string token)
    {
        var claims = TestIssuer.Claims();
        if (token == "bound") claims["cnf"] = new JsonObject { ["jkt"] = _key.Thumbprint };
        if (token == "certificate") claims["cnf"] = new JsonObject { ["x5t#S256"] = _key.Thumbprint };
        return claims;
    }

    private string TextOf(string way, string token) => way == "keys" ? _issuer.Sign(_issuer.Header, ClaimsOf(token)) : token;

    private Task<Answer> UseAsync(Bearer.Api api, string token, DPoPClientKey key, string? nonce = null) => api.GetAsync(
        "/a", ("Authorization", "DPoP " + token), ("DPoP", key.Prove("GET", Address, _clock.GetUtcNow(), token, nonce)));

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_bound_token_is_accepted_with_a_proof_of_its_key_only(string way)
    {
        await using var api = await StartAsync(way, new());
        var bound = TextOf(way, "bound");
        (await UseAsync(api, bound, _key)).MustBe(200);
        var refused = (await UseAsync(api, bound, new DPoPClientKey())).MustBe(401);
        Assert.StartsWith("DPoP ", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        (await api.BearerAsync("/a", bound)).MustBe(401);
        (await UseAsync(api, TextOf(way, "free"), _key)).MustBe(401);
        (await api.BearerAsync("/a", TextOf(way, "free"))).MustBe(200);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_token_that_is_bound_to_another_kind_of_key_is_refused_in_each_scheme(string way)
    {
        await using var api = await StartAsync(way, new());
        (await UseAsync(api, TextOf(way, "certificate"), _key)).MustBe(401);
        (await api.BearerAsync("/a", TextOf(way, "certificate"))).MustBe(401);
    }

    [Fact]
    public async Task Both_challenges_name_the_metadata_and_a_scheme_without_dpop_has_one()
    {
        await using var api = await StartAsync("keys", new());
        Assert.Equal(2, (await api.GetAsync("/a")).MustBe(401).Headers.Count(header => header.Key == "WWW-Authenticate"));
        await using var without = await StartAsync("keys", null);
        Assert.Single((await without.GetAsync("/a")).MustBe(401).Headers, header => header.Key == "WWW-Authenticate");
        (await UseAsync(without, TextOf("keys", "bound"), _key)).MustBe(401);
    }

    [Fact]
    public async Task A_proof_is_used_once_and_a_nonce_is_demanded_and_renewed()
    {
        await using var api = await StartAsync("keys", new() { RequireNonce = true, RequireProof = true });
        var bound = TextOf("keys", "bound");
        var challenge = (await UseAsync(api, bound, _key)).MustBe(401);
        Assert.Contains("error=\"use_dpop_nonce\"", challenge.Header("WWW-Authenticate"), StringComparison.Ordinal);
        var nonce = challenge.Header("DPoP-Nonce");
        var proof = _key.Prove("GET", Address, _clock.GetUtcNow(), bound, nonce);
        (await api.GetAsync("/a", ("Authorization", "DPoP " + bound), ("DPoP", proof))).MustBe(200);
        (await api.GetAsync("/a", ("Authorization", "DPoP " + bound), ("DPoP", proof))).MustBe(401);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var fresh = (await UseAsync(api, bound, _key, nonce)).MustBe(200).Header("DPoP-Nonce");
        Assert.NotNull(fresh);
        Assert.NotEqual(nonce, fresh);
        (await api.BearerAsync("/a", TextOf("keys", "free"))).MustBe(401);
    }
}
