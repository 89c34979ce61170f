using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OAuth2Server.OpenIdConnect.Tests.Certification;

/// <summary>Basic OP and Form Post OP: what the ID token says.</summary>
[RfcSection("OpenID Core", "2")]
[RfcSection("OpenID Core", "3.1.3.3")]
public sealed class IdTokenTests
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    [Theory, Module("oidcc-idtoken-signature")]
    [InlineData(null, "RS256")]
    [InlineData("ES256", "ES256")]
    public async Task An_id_token_is_signed_with_the_registered_algorithm_and_with_RS256_otherwise(string? registered, string used)
    {
        await using var server = await Site.StartAsync(c =>
        {
            if (registered is not null) c.Client(0)["IdTokenSignedResponseAlg"] = registered;
        });
        var client = server.NewClient();

        var token = await client.IdTokenAsync(await client.SignInAsync(server.NewBrowser()));

        Assert.Equal(used, token.Alg);
        Assert.NotEmpty(token.Kid);
    }

    [Fact, Module("oidcc-idtoken-unsigned")]
    public async Task Unsigned_id_tokens_are_not_offered_and_cannot_be_registered()
    {
        await using var server = await Site.StartAsync();
        var metadata = await server.NewClient().GetJsonAsync("/.well-known/openid-configuration");

        var algorithms = metadata.GetProperty("id_token_signing_alg_values_supported").EnumerateArray();
        Assert.DoesNotContain("none", algorithms.Select(algorithm => algorithm.GetString()));
        await Assert.ThrowsAsync<OAuth2Server.Host.StartException>(
            () => Site.StartAsync(c => c.Client(0)["IdTokenSignedResponseAlg"] = "none"));
    }

    [Theory, Module("oidcc-server")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task The_times_of_an_id_token_are_near_now_and_its_hash_is_that_of_the_access_token(string mode)
    {
        await using var server = await Site.StartAsync();
        var (client, now) = (server.NewClient(mode), server.Clock.GetUtcNow());
        var tokens = await client.SignInAsync(server.NewBrowser());

        var token = await client.IdTokenAsync(tokens);

        Assert.InRange(token.IssuedAt, (now - Skew).UtcDateTime, (now + Skew).UtcDateTime);
        Assert.InRange(token.ValidTo, now.UtcDateTime, now.AddYears(50).UtcDateTime);
        var authTime = DateTimeOffset.FromUnixTimeSeconds(token.GetPayloadValue<long>("auth_time"));
        Assert.InRange(authTime, now.AddYears(-1), now + Skew);
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(RelyingParty.Text(tokens, "access_token")));
        Assert.Equal(Base64Url.EncodeToString(hash.AsSpan(0, 16)), token.GetClaim("at_hash").Value);
        Assert.Equal(["pwd"], token.GetPayloadValue<string[]>("amr"));
        Assert.NotEmpty(token.GetClaim("sid").Value);
    }

    [Theory, Module("oidcc-ensure-request-without-nonce-succeeds-for-code-flow")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_request_without_nonce_gives_an_id_token_without_nonce(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);

        var token = await client.IdTokenAsync(await client.SignInAsync(server.NewBrowser(), ("nonce", null)));

        Assert.False(token.TryGetClaim("nonce", out _));
    }

    [Theory, Module("oidcc-scope-profile"), Module("oidcc-scope-email"), Module("oidcc-scope-all")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task An_id_token_has_no_claims_of_the_profile_when_an_access_token_comes_with_it(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);

        var token = await client.IdTokenAsync(await client.SignInAsync(server.NewBrowser(), ("scope", "openid profile email")));

        string[] expected = ["iss", "sub", "aud", "exp", "iat", "nonce", "auth_time", "amr", "sid", "at_hash"];
        Assert.Equal(expected.Order(), token.Claims.Select(c => c.Type).Distinct().Order());
    }

    [Fact]
    public async Task Without_the_scope_openid_there_is_no_id_token()
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient();

        var tokens = await client.SignInAsync(server.NewBrowser(), ("scope", "read"));

        Assert.False(tokens.TryGetProperty("id_token", out _));
        Assert.Equal(403, (await client.UserInfoAsync(RelyingParty.Text(tokens, "access_token"))).Status);
    }

    [Fact]
    public async Task Pairwise_clients_of_different_hosts_get_different_subjects_and_one_client_always_the_same()
    {
        await using var server = await Site.StartAsync(c =>
        {
            c.Server()["OpenIdConnect"] = new JsonObject { ["PairwiseSalt"] = "0123456789abcdef0123456789abcdef" };
            foreach (var index in new[] { 0, 3 }) c.Client(index)["SubjectType"] = "pairwise";
            c.Client(0)["SectorIdentifierUri"] = "https://one.example/redirects";
            c.Client(3)["SectorIdentifierUri"] = "https://two.example/redirects";
        });
        var (one, other) = (server.NewClient(), server.NewOtherClient());

        var tokens = await one.SignInAsync(server.NewBrowser());
        var first = (await one.IdTokenAsync(tokens)).Subject;
        var again = (await one.IdTokenAsync(await one.SignInAsync(server.NewBrowser()))).Subject;
        var foreign = (await other.IdTokenAsync(await other.SignInAsync(server.NewBrowser()))).Subject;

        Assert.Equal(first, again);
        Assert.NotEqual(first, foreign);
        Assert.NotEqual("alice", first);
        Assert.Equal(first, RelyingParty.Text((await one.UserInfoAsync(RelyingParty.Text(tokens, "access_token"))).Body, "sub"));
    }

    [Fact]
    public async Task Introspection_by_a_pairwise_client_has_its_own_subject_and_no_username()
    {
        await using var server = await Site.StartAsync(c =>
        {
            c.Server()["OpenIdConnect"] = new JsonObject { ["PairwiseSalt"] = "0123456789abcdef0123456789abcdef" };
            c.Client(0)["SubjectType"] = "pairwise";
            c.Client(0)["SectorIdentifierUri"] = "https://one.example/redirects";
        });
        var client = server.NewClient();
        var tokens = await client.SignInAsync(server.NewBrowser());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/introspect");
        request.Content = Browser.Form(
            [("token", RelyingParty.Text(tokens, "access_token")), ("client_id", "web"), ("client_secret", TestConfiguration.WebSecret)]);

        var (_, body) = await client.SendAsync(request);

        Assert.Equal((await client.IdTokenAsync(tokens)).Subject, RelyingParty.Text(body, "sub"));
        Assert.False(body.TryGetProperty("username", out _));
    }
}
