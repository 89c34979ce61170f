using System.Text;
using System.Text.Json.Nodes;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.Jwt.Tests.Clients;

/// <summary>The keys that the registration of a client holds, and what other readers get of them.</summary>
[RfcSection("RFC 7591", "2")]
public sealed class RegisteredKeysTests : ClientTests
{
    public static TheoryData<string> NoKeySets =>
    [
        "", "x", "[]", "{}", """{"keys":{}}""", """{"keys":[]}""", """{"keys":[7,"x",null,[],{}]}""", """{"keys":[],"keys":[]}""",
        """{"keys":[{"kty":"oct","k":"AAAA","kid":"k1","alg":"HS256"}]}""", """{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA"}]}""",
        """{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"k1"}]}""", new string(' ', 70_000),
    ];

    [Theory]
    [MemberData(nameof(NoKeySets))]
    public async Task What_is_no_key_set_refuses_the_client_and_is_logged_once(string jwks)
    {
        Model.AddClient(Service() with { Jwks = jwks });
        await RefuseAsync(Assertion());
        await RefuseAsync(Assertion());
        Assert.StartsWith("Warning ClientKeysUnusable: The keys of client service", Assert.Single(Log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_with_both_kinds_of_keys_is_refused()
    {
        Model.AddClient(Service() with { JwksUri = "https://service.example.com/jwks" });
        await RefuseAsync(Assertion());
        Assert.Contains("both jwks and jwks_uri", Assert.Single(Log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_keys_is_refused()
    {
        Model.AddClient(Service() with { Jwks = null });
        Assert.Contains("no key", (await RefuseAsync(Assertion())).Detail, StringComparison.Ordinal);
        Assert.Null(await Keys.GetJsonAsync((await Model.GetClientAsync("service", Context(null), Ct))!, Ct));
    }

    [Fact]
    public async Task Keys_for_another_use_weak_keys_and_those_after_the_fiftieth_are_not_used()
    {
        var weak = new TestIssuer(SigningAlgorithm.RS256, "weak", 1024);
        var encryption = new TestIssuer(keyId: "enc");
        List<JsonObject> keys = [weak.Jwk(), Changed(encryption.Jwk(), [("use", "enc")])];
        for (var i = 0; i < 50; i++) keys.Add(Changed(Key.Jwk(), [("kid", $"n{i}")]));
        keys.Add(Key.Jwk());
        Model.AddClient(Service() with { Jwks = TestIssuer.KeySet(keys) });
        await RefuseAsync(Signed(weak, Header(weak)));
        await RefuseAsync(Signed(encryption, Header(encryption)));
        await RefuseAsync(Assertion());
        var header = Header();
        header["kid"] = "n49";
        await AcceptAsync(Signed(Key, header));
    }

    [Fact]
    public async Task A_registration_that_changes_has_an_effect_immediately()
    {
        var next = new TestIssuer();
        Service();
        await AcceptAsync(Assertion());
        Service(keys: next);
        await RefuseAsync(Assertion());
        await AcceptAsync(Signed(next, Header(next)));
    }

    [Fact]
    [RfcSection("RFC 8705", "2.2.2")]
    public async Task Other_readers_get_the_text_and_the_certificates()
    {
        var certificate = Encoding.ASCII.GetBytes("a certificate + of a client");
        var jwks = TestIssuer.KeySet(
            Changed(Key.Jwk(), [("x5c", new JsonArray(Convert.ToBase64String(certificate), "AAAA"))]),
            Changed(Key.Jwk(), [("kid", "k2"), ("x5c", new JsonArray())]), Changed(Key.Jwk(), [("kid", "k3"), ("x5c", "AAAA")]));
        var client = Service() with { Jwks = jwks };
        Assert.Equal(jwks, Encoding.UTF8.GetString((await Keys.GetJsonAsync(client, Ct))!.Value.Span));
        Assert.True(await Keys.HasCertificateAsync(client, certificate, Ct));
        // The second of a chain is one of its issuer.
        Assert.False(await Keys.HasCertificateAsync(client, new byte[3], Ct));
        Assert.False(await Keys.HasCertificateAsync(client, default, Ct));
        Assert.False(await Keys.HasCertificateAsync(client with { Jwks = null }, certificate, Ct));
    }

    [Fact]
    [RfcSection("RFC 8705", "2.2.2")]
    public async Task A_set_that_has_certificates_alone_is_one()
    {
        var client = Service() with { Jwks = """{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA","x5c":["AAAA"]}]}""" };
        Assert.True(await Keys.HasCertificateAsync(client, new byte[3], Ct));
    }
}
