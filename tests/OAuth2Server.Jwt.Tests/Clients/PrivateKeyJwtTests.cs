using System.Text;
using System.Text.Json.Nodes;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.Jwt.Tests.Clients;

/// <summary>Client assertions: what is accepted, and what is not.</summary>
[RfcSection("RFC 7523", "3")]
public sealed class PrivateKeyJwtTests : ClientTests
{
    private static readonly JsonArray TwoAudiences = new(TestIssuer.Name, "https://attacker.example");

    public static TheoryData<string, string?> WrongClaims => new()
    {
        { "aud", null }, { "aud", "\"https://attacker.example\"" }, { "aud", $"\"{TokenEndpoint}\"" }, { "aud", $"\"{TestIssuer.Name}/\"" },
        { "aud", "\"HTTPS://auth.example.com\"" }, { "aud", "\"\"" }, { "aud", "[]" }, { "aud", "7" }, { "aud", "{}" },
        { "aud", $"[\"{TestIssuer.Name}\",\"{TokenEndpoint}\"]" }, { "aud", $"[\"{TestIssuer.Name}\",\"{TestIssuer.Name}\"]" },
        { "aud", $"[[\"{TestIssuer.Name}\"]]" }, { "aud", $"[\"{TokenEndpoint}\"]" },
        { "iss", null }, { "iss", "\"other\"" }, { "iss", "[\"service\"]" }, { "sub", null }, { "sub", "\"alice\"" }, { "sub", "7" },
        { "exp", null }, { "exp", "\"1767225660\"" }, { "exp", "1767225539" }, { "exp", "1798761600" }, { "exp", "-1" }, { "exp", "1e300" },
        { "exp", "1767226261" }, { "nbf", "1767225661" }, { "nbf", "\"now\"" }, { "iat", "1767225661" }, { "iat", "1798761600" },
        { "jti", null }, { "jti", "\"\"" }, { "jti", "7" }, { "jti", "[\"a\"]" },
    };

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("PS256")]
    [InlineData("RS256")]
    [RfcSection("RFC 7523", "2.2")]
    [RfcSection("RFC 7521", "4.2")]
    public async Task A_client_is_authenticated_by_an_assertion_that_it_signed(string algorithm)
    {
        var key = new TestIssuer(algorithm);
        Service(keys: key);
        await AcceptAsync(Signed(key, Header(key)));
        await AcceptAsync(Signed(key, Header(key)), ("client_id", "service"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("client-authentication+jwt")]
    [InlineData("Client-Authentication+JWT")]
    [InlineData("application/client-authentication+jwt")]
    [RfcSection("RFC 8725", "3.11")]
    public async Task The_type_of_the_assertion_may_be_missing_or_general(string? type)
    {
        Service();
        await AcceptAsync(Signed(Key, Header(type: type)));
    }

    [Theory]
    [InlineData("oauth-authz-req+jwt")]
    [InlineData("dpop+jwt")]
    [InlineData("at+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("token-introspection+jwt")]
    [InlineData("")]
    [InlineData("JOSE")]
    [RfcSection("RFC 8725", "3.11")]
    public async Task A_jwt_of_another_type_is_no_assertion(string type)
    {
        Service();
        Assert.Equal("RFC 8725 §3.11", (await RefuseAsync(Signed(Key, Header(type: type)))).Rule);
    }

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task An_assertion_with_a_wrong_or_a_missing_claim_is_refused_and_its_id_is_not_used(string name, string? json)
    {
        Service();
        await RefuseAsync(Assertion((name, json is null ? null : JsonNode.Parse(json))));
        Assert.Equal(0, Replays.Count);
    }

    [Fact]
    public async Task An_id_may_have_256_characters_and_none_of_10_kB_is_accepted()
    {
        Service();
        await AcceptAsync(Assertion(("jti", new string('x', 256))));
        await RefuseAsync(Assertion(("jti", new string('x', 257))));
        await RefuseAsync(Assertion(("jti", new string('x', 10 * 1024))));
        Assert.Equal(1, Replays.Count);
    }

    [Fact]
    public async Task An_audience_of_one_element_is_accepted_unless_the_settings_demand_a_text()
    {
        Service();
        await AcceptAsync(Assertion(("aud", new JsonArray(TestIssuer.Name))));
        Assertions.AcceptAudienceArray = false;
        await RefuseAsync(Assertion(("aud", new JsonArray(TestIssuer.Name))));
        await RefuseAsync(Assertion(("aud", TwoAudiences)));
        await AcceptAsync(Assertion());
    }

    [Theory]
    [InlineData("nbf", 10)]
    [InlineData("nbf", 60)]
    [InlineData("iat", 10)]
    [InlineData("iat", 60)]
    [InlineData("exp", -59)]
    [InlineData("exp", 600)]
    [InlineData("exp", 660)]
    public async Task The_clock_of_a_client_may_differ_by_a_minute(string claim, int seconds)
    {
        Service();
        await AcceptAsync(Assertion((claim, Clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds())));
    }

    [Theory]
    [InlineData("nbf", 61, "Its nbf is +61 seconds from the clock of this server")]
    [InlineData("iat", 3600, "Its iat is +3600 seconds from the clock of this server")]
    [InlineData("exp", -75, "It is expired. Its exp is -75 seconds from the clock of this server")]
    public async Task The_operator_sees_by_how_many_seconds_the_clock_of_a_client_differs(string claim, int seconds, string line)
    {
        Service();
        var error = await RefuseAsync(Assertion((claim, Clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds())));
        Assert.StartsWith(line, error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("seconds", error.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_lifetime_and_the_skew_are_settings()
    {
        Service();
        (Assertions.MaxLifetime, Assertions.ClockSkew) = (TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10));
        await AcceptAsync(Assertion(("exp", Clock.GetUtcNow().AddSeconds(310).ToUnixTimeSeconds())));
        await RefuseAsync(Assertion(("exp", Clock.GetUtcNow().AddSeconds(311).ToUnixTimeSeconds())));
        await AcceptAsync(Assertion(("nbf", Clock.GetUtcNow().AddSeconds(10).ToUnixTimeSeconds())));
        await RefuseAsync(Assertion(("nbf", Clock.GetUtcNow().AddSeconds(11).ToUnixTimeSeconds())));
    }

    [Theory]
    [InlineData("nbf", 61, 60)]
    [InlineData("iat", 61, 60)]
    [InlineData("exp", -60, -59)]
    [RfcSection("FAPI 2.0", "5.3.2.1")]
    public async Task The_profile_accepts_a_clock_that_differs_by_60_seconds_at_the_most_whatever_the_settings_say(
        string claim, int refused, int accepted)
    {
        Assertions.ClockSkew = TimeSpan.FromMinutes(5);
        Model.AddClient(Service().WithProfile(SecurityProfile.Fapi2));
        await RefuseAsync(Assertion((claim, Clock.GetUtcNow().AddSeconds(refused).ToUnixTimeSeconds())));
        await AcceptAsync(Assertion((claim, Clock.GetUtcNow().AddSeconds(accepted).ToUnixTimeSeconds())));
        Model.AddClient(Service());
        await AcceptAsync(Assertion((claim, Clock.GetUtcNow().AddSeconds(refused).ToUnixTimeSeconds())));
    }

    [Fact]
    public async Task An_assertion_is_accepted_once_until_it_could_not_be_accepted_again()
    {
        Service();
        var assertion = Assertion();
        await AcceptAsync(assertion);
        Assert.Contains("used before", (await RefuseAsync(assertion)).Detail, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Contains("used before", (await RefuseAsync(assertion)).Detail, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("expired", (await RefuseAsync(assertion)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_twenty_requests_with_one_assertion_one_is_accepted()
    {
        Service();
        var assertion = Assertion();
        var start = new TaskCompletionSource();
        var all = Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return (await AuthenticateAsync(assertion)).IsError(out _, out _);
        }, Ct)).ToArray();
        start.SetResult();
        Assert.Equal(1, (await Task.WhenAll(all)).Count(isRefused => !isRefused));
    }

    [Fact]
    public async Task The_id_of_an_assertion_counts_for_its_client_and_issuer_alone()
    {
        Service();
        var other = new TestIssuer();
        Service("other", other);
        await AcceptAsync(Assertion(("jti", "a")));
        await RefuseAsync(Assertion(("jti", "a")));
        Assert.False((await AuthenticateAsync(Signed(
            other, Header(other), ("iss", "other"), ("sub", "other"), ("jti", "a")))).IsError(out _, out _));
        var elsewhere = Context(Assertion(("jti", "a"), ("aud", "https://two.example.com")));
        elsewhere.Issuer = "https://two.example.com";
        Accepted(await AuthenticateAsync(elsewhere));
    }

    [Theory]
    [InlineData("RSA")]
    [InlineData("EC")]
    [RfcSection("RFC 8725", "3.1")]
    public async Task A_public_key_is_never_the_secret_of_a_signature(string kind)
    {
        var key = new TestIssuer(kind == "RSA" ? SigningAlgorithm.RS256 : SigningAlgorithm.ES256);
        Service(keys: key);
        var jwk = key.Jwk();
        jwk.Remove("alg");
        var text = $"{TestIssuer.Encode($$"""{"alg":"HS256","kid":"{{key.KeyId}}"}""")}.{TestIssuer.Encode(Claims().ToJsonString())}";
        foreach (var secret in (string[])[jwk.ToJsonString(), key.Jwk().ToJsonString(), TestIssuer.KeySet(key.Jwk())])
        {
            var mac = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text));
            Assert.Equal("RFC 8725 §3.1", (await RefuseAsync($"{text}.{TestIssuer.Encode(mac)}")).Rule);
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES384")]
    [InlineData("EdDSA")]
    [InlineData("es256")]
    [RfcSection("RFC 8725", "3.1")]
    public async Task A_signature_with_a_key_for_another_algorithm_is_refused(string algorithm)
    {
        Service();
        var header = Header();
        header["alg"] = algorithm;
        await RefuseAsync(Signed(Key, header));
        header["alg"] = algorithm;
        var unsigned = $"{TestIssuer.Encode(header.ToJsonString())}.{TestIssuer.Encode(Claims().ToJsonString())}.";
        await RefuseAsync(unsigned);
    }

    [Fact]
    public async Task The_registration_and_the_settings_say_which_algorithms_are_accepted()
    {
        var rsa = new TestIssuer(SigningAlgorithm.RS256, "r");
        Model.AddClient(Service(keys: [Key, rsa]) with { TokenEndpointAuthSigningAlg = SigningAlgorithm.ES256 });
        await AcceptAsync(Assertion());
        await RefuseAsync(Signed(rsa, Header(rsa)));
        Service(keys: [Key, rsa]);
        await AcceptAsync(Signed(rsa, Header(rsa)));
        Assertions.Algorithms = [SigningAlgorithm.PS256, SigningAlgorithm.ES256];
        await RefuseAsync(Signed(rsa, Header(rsa)));
        await AcceptAsync(Assertion());
    }

    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    [RfcSection("RFC 8725", "3.10")]
    public async Task Nothing_in_the_header_leads_to_a_key(string member)
    {
        Service();
        var attacker = new TestIssuer();
        var header = Header(attacker);
        header[member] = member switch
        {
            "jwk" => attacker.Jwk(),
            "x5c" => new JsonArray("AAAA"),
            _ => "https://attacker.example/jwks",
        };
        Assert.Contains("signature", (await RefuseAsync(Signed(attacker, header))).Detail, StringComparison.Ordinal);
    }

    [Fact]
    [RfcSection("RFC 7515", "4.1.4")]
    public async Task An_assertion_without_kid_is_accepted_where_one_key_alone_can_be_meant()
    {
        Service();
        var header = Header();
        header.Remove("kid");
        await AcceptAsync(Signed(Key, header));
        Service(keys: [Key, new TestIssuer(keyId: "k2")]);
        await RefuseAsync(Signed(Key, header));
        await AcceptAsync(Assertion());
    }

    [Fact]
    public async Task A_damaged_assertion_is_refused()
    {
        Service();
        var right = Assertion();
        foreach (var wrong in (string[])
            ["a", "a.b.c", right[..^4] + "AAAA", right + "=", right + ".x", "x" + right, right.Replace('.', ' '), new string('a', 17_000)])
            await RefuseAsync(wrong);
        await RefuseAsync(Key.Sign(Header().ToJsonString(), "[]"));
        await RefuseAsync(Key.Sign(Header().ToJsonString(), "{\"sub\":\"service\",\"sub\":\"other\"}"));
        await AcceptAsync(right);
    }

    [Theory]
    [InlineData("a\\u0000b")]
    [InlineData("a\\nb")]
    [InlineData("\\u00e9")]
    [InlineData("\\uD83D\\uDE00")]
    public async Task A_client_id_that_no_client_can_have_is_not_searched(string id)
    {
        Service();
        var payload = $$"""{"iss":"{{id}}","sub":"{{id}}"}""";
        Assert.Contains("same client id", (await RefuseAsync(Key.Sign(Header().ToJsonString(), payload))).Detail, StringComparison.Ordinal);
    }
}
