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
    private readonly CountedReplays _replays = new();

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
            authentication.Services.AddSingleton<IReplayModel>(_replays);
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

    [Theory]
    [MemberData(nameof(Ways))]
    [RfcSection("RFC 9449", "8")]
    [RfcSection("RFC 9449", "9")]
    public async Task A_proof_is_used_once_and_a_nonce_is_demanded_and_renewed(string way)
    {
        await using var api = await StartAsync(way, new() { RequireNonce = true, RequireProof = true });
        var bound = TextOf(way, "bound");
        foreach (var wrong in new[] { null, "unknown" })
        {
            var challenge = (await UseAsync(api, bound, _key, wrong)).MustBe(401);
            Assert.Contains("error=\"use_dpop_nonce\"", challenge.Header("WWW-Authenticate"), StringComparison.Ordinal);
            Assert.Contains("algs=\"ES256 ES384 PS256\"", challenge.Header("WWW-Authenticate"), StringComparison.Ordinal);
        }
        var nonce = (await UseAsync(api, bound, _key)).MustBe(401).Header("DPoP-Nonce");
        Assert.Equal(0, _replays.Count);
        var proof = _key.Prove("GET", Address, _clock.GetUtcNow(), bound, nonce);
        (await SendAsync(api, bound, proof)).MustBe(200);
        MustNameProblem(await SendAsync(api, bound, proof));
        _clock.Advance(TimeSpan.FromMinutes(1));
        var fresh = (await UseAsync(api, bound, _key, nonce)).MustBe(200).Header("DPoP-Nonce");
        Assert.NotNull(fresh);
        Assert.NotEqual(nonce, fresh);
        (await api.BearerAsync("/a", TextOf(way, "free"))).MustBe(401);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [RfcSection("RFC 9449", "11.1")]
    public async Task A_refused_request_leaves_no_entry_and_an_accepted_one_leaves_one(string way)
    {
        await using var api = await StartAsync(way, new());
        var (bound, now) = (TextOf(way, "bound"), _clock.GetUtcNow());
        for (var i = 0; i < 5; i++) (await UseAsync(api, bound, new DPoPClientKey())).MustBe(401);
        MustNameProblem(await SendAsync(api, bound, _key.Prove("GET", Address, now, bound + "x")));
        MustNameProblem(await SendAsync(api, bound, _key.Prove("POST", Address, now, bound)));
        MustNameProblem(await SendAsync(api, bound, _key.Prove("GET", Address + "x", now, bound)));
        MustNameProblem(await SendAsync(api, bound, _key.Prove("GET", Address, now.AddMinutes(-2), bound)));
        Assert.Equal(0, _replays.Count);

        var proof = _key.Prove("GET", Address, now, bound);
        (await SendAsync(api, bound, proof)).MustBe(200);
        MustNameProblem(await SendAsync(api, bound, proof));
        Assert.Equal(1, _replays.Count);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    [RfcSection("RFC 9449", "4.3")]
    public async Task Two_proofs_are_refused_and_neither_is_used_up(string way)
    {
        await using var api = await StartAsync(way, new());
        var bound = TextOf(way, "bound");
        string[] proofs = [.. Enumerable.Range(0, 2).Select(_ => _key.Prove("GET", Address, _clock.GetUtcNow(), bound))];
        MustNameProblem(await api.GetAsync("/a", ("Authorization", "DPoP " + bound), ("DPoP", proofs[0]), ("DPoP", proofs[1])));
        Assert.Equal(0, _replays.Count);
        foreach (var proof in proofs) (await SendAsync(api, bound, proof)).MustBe(200);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_challenge_names_the_algorithms_and_a_proof_of_another_one_is_refused(string way)
    {
        var rsa = new DPoPClientKey("PS256");
        await using var api = await StartAsync(way, new() { Algorithms = ["ES256", "ES384"] });
        var without = (await api.GetAsync("/a")).MustBe(401).Headers.Where(header => header.Key == "WWW-Authenticate");
        var challenge = Assert.Single(without, header => header.Value.StartsWith("DPoP ", StringComparison.Ordinal)).Value;
        Assert.Contains("algs=\"ES256 ES384\"", challenge, StringComparison.Ordinal);
        MustNameProblem(await UseAsync(api, TextOf(way, "bound"), rsa));
    }

    private static Task<Answer> SendAsync(Bearer.Api api, string token, string proof) =>
        api.GetAsync("/a", ("Authorization", "DPoP " + token), ("DPoP", proof));

    private static void MustNameProblem(Answer answer)
    {
        var challenge = answer.MustBe(401).Header("WWW-Authenticate");
        Assert.StartsWith("DPoP ", challenge, StringComparison.Ordinal);
        Assert.Contains("error=\"invalid_dpop_proof\"", challenge, StringComparison.Ordinal);
    }
}
