using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OAuth2Server.Jwt.Tests.Reading;

/// <summary>Which JWT access tokens are accepted (RFC 9068 §4, RFC 8725).</summary>
public sealed class JwtAccessTokenTests : ReadingTests
{
    private readonly ScriptedServer _server;
    private readonly RemoteAuthorizationServer _reader;

    public JwtAccessTokenTests()
    {
        _server = new(Issuer);
        _reader = Start(_server);
    }

    public static TheoryData<string> Algorithms => [.. SigningAlgorithm.All];

    /// <summary>Members of the payload that make a token invalid.</summary>
    public static TheoryData<string, string?> WrongClaims => new()
    {
        { "iss", null }, { "iss", "1" }, { "iss", "\"https://auth.example.com/\"" }, { "iss", "\"https://AUTH.example.com\"" },
        { "iss", "[\"https://auth.example.com\"]" }, { "iss", "\"\"" }, { "iss", "null" },
        { "exp", null }, { "exp", "\"1900000000\"" }, { "exp", "-1" }, { "exp", "1e400" }, { "exp", "1e20" }, { "exp", "true" }, { "exp",
        "null" },
        { "exp", "99999999999999999999999999999999" }, { "exp", "{}" }, { "exp", "0" },
        { "iat", null }, { "iat", "\"x\"" }, { "iat", "-5" }, { "iat", "1900000000" }, { "nbf", "1900000000" }, { "nbf", "\"1\"" },
        { "nbf", "1e400" },
        { "aud", null }, { "aud", "\"\"" }, { "aud", "[]" }, { "aud", "[1]" }, { "aud", "{}" }, { "aud", "null" }, { "aud", "7" },
        { "aud", "[\"https://photos.example.com/api\",null]" }, { "aud", "[\"https://photos.example.com/api\",[\"x\"]]" },
        { "aud", "[\"https://photos.example.com/api\",\"\"]" },
        { "sub", null }, { "sub", "\"\"" }, { "sub", "1" }, { "sub", "[\"alice\"]" },
        { "client_id", null }, { "client_id", "\"\"" }, { "client_id", "1" }, { "jti", null }, { "jti", "\"\"" }, { "jti", "{}" },
        { "scope", "[\"a\"]" }, { "scope", "1" }, { "scope", "\"a  b\"" }, { "scope", "\"a\\\"b\"" }, { "scope", "null" },
        { "cnf", "\"x\"" }, { "cnf", "{}" }, { "cnf", "{\"jkt\":1}" }, { "cnf", "{\"jkt\":\"x\",\"x5t#S256\":\"y\"}" },
    };

    /// <summary>Members of the header that make a token invalid.</summary>
    public static TheoryData<string, string?> WrongHeaders => new()
    {
        { "alg", null }, { "alg", "\"none\"" }, { "alg", "\"None\"" }, { "alg", "\"NONE\"" }, { "alg", "\"es256\"" }, { "alg",
        "\"ES256 \"" },
        { "alg", "\"HS256\"" }, { "alg", "\"ES512\"" }, { "alg", "\"ES384\"" }, { "alg", "\"RS256\"" }, { "alg", "\"EdDSA\"" }, { "alg",
        "\"\"" },
        { "alg", "[\"ES256\"]" }, { "alg", "1" }, { "alg", "null" },
        { "typ", null }, { "typ", "\"JWT\"" }, { "typ", "\"jwt\"" }, { "typ", "\"id_token+jwt\"" }, { "typ", "\"logout+jwt\"" },
        { "typ", "\"dpop+jwt\"" }, { "typ", "\"token-introspection+jwt\"" }, { "typ", "\"oauth-authz-req+jwt\"" },
        { "typ", "\"client-authentication+jwt\"" }, { "typ", "\"oauth-id-jag+jwt\"" }, { "typ", "\"at+jwt \"" }, { "typ",
        "\"text/at+jwt\"" },
        { "typ", "\"application/application/at+jwt\"" }, { "typ", "[\"at+jwt\"]" }, { "typ", "1" },
        { "crit", "[]" }, { "crit", "[\"exp\"]" }, { "crit", "null" }, { "b64", "false" }, { "b64", "true" }, { "cty", "\"JWT\"" },
        { "enc", "\"A128GCM\"" }, { "zip", "\"DEF\"" },
        { "kid", "1" }, { "kid", "\"\"" }, { "kid", "[\"k1\"]" }, { "kid", "null" }, { "kid", "\"k2\"" }, { "kid", "\"K1\"" },
        { "kid", "\"../../etc/passwd\"" },
    };

    [Theory]
    [MemberData(nameof(Algorithms))]
    [RfcSection("RFC 9068", "4")]
    public async Task A_token_of_each_algorithm_is_read_with_its_claims(string algorithm)
    {
        var issuer = new TestIssuer(algorithm);
        var token = await AcceptAsync(Start(new ScriptedServer(issuer)), issuer.Token(("acr", "urn:high"), ("groups", new JsonArray("x"))));
        Assert.Equal("t1", token.Id);
        Assert.Equal("alice", token.Authorization.Subject);
        Assert.Equal("app", token.Authorization.ClientId);
        Assert.Equal(TestIssuer.Name, token.Authorization.Issuer);
        Assert.Equal(Scope.Of("a", "b"), token.Scope);
        Assert.Equal([TestIssuer.Resource], token.Audience);
        Assert.Equal(TestIssuer.Now, token.IssuedAt);
        Assert.Equal(TestIssuer.Now.AddHours(1), token.ExpiresAt);
        Assert.Equal("urn:high", token.Properties["acr"]);
        Assert.Equal("""["x"]""", token.Properties["groups"]);
        Assert.Equal(2, token.Properties.Count);
    }

    [Theory]
    [MemberData(nameof(WrongClaims))]
    [RfcSection("RFC 9068", "4")]
    [RfcSection("RFC 9068", "2.2")]
    public async Task A_token_with_a_claim_that_is_missing_or_wrong_is_refused(string claim, string? json)
    {
        var payload = TestIssuer.Claims();
        payload.Remove(claim);
        var text = payload.ToJsonString();
        if (json is not null) text = $$"""{"{{claim}}":{{json}},{{text[1..]}}""";
        var error = await RefuseAsync(_reader, Issuer.Sign(Issuer.Header.ToJsonString(), text));
        Assert.NotNull(error.Rule);
    }

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    [RfcSection("RFC 9068", "4")]
    [RfcSection("RFC 8725", "3.1")]
    [RfcSection("RFC 8725", "3.11")]
    public async Task A_token_whose_header_is_missing_something_or_wrong_is_refused(string member, string? json)
    {
        var header = Issuer.Header;
        header.Remove(member);
        var text = header.ToJsonString();
        if (json is not null) text = $$"""{"{{member}}":{{json}},{{text[1..]}}""";
        var error = await RefuseAsync(_reader, Issuer.Sign(text, TestIssuer.Claims().ToJsonString()));
        Assert.Equal("The access token is not valid.", error.Description);
        Assert.NotNull(error.Detail);
    }

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("AT+JWT")]
    [InlineData("application/at+jwt")]
    [InlineData("Application/AT+jwt")]
    [RfcSection("RFC 9068", "4")]
    public async Task The_type_is_compared_without_case_and_may_have_its_prefix(string type) =>
        await AcceptAsync(_reader, Issuer.WithHeader(("typ", type)));

    [Theory]
    [InlineData("jku")]
    [InlineData("jwk")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    [RfcSection("RFC 8725", "3.10")]
    public async Task Nothing_in_the_header_leads_to_another_key(string member)
    {
        var attacker = new TestIssuer(keyId: "k1");
        JsonNode value = member switch { "jwk" => attacker.Jwk(), "x5c" => new JsonArray("AA=="), _ => "https://attacker.example/jwks" };
        await RefuseAsync(_reader, attacker.WithHeader((member, value)));
        Assert.All(_server.Asked, asked => Assert.DoesNotContain("attacker", asked, StringComparison.Ordinal));
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    [RfcSection("RFC 8725", "3.1")]
    public async Task A_public_key_is_no_secret_of_HS256()
    {
        var rsa = new TestIssuer(SigningAlgorithm.RS256);
        var reader = Start(new ScriptedServer(rsa));
        var start = TestIssuer.Encode("""{"alg":"HS256","typ":"at+jwt","kid":"k1"}""") + "." +
            TestIssuer.Encode(TestIssuer.Claims().ToJsonString());
        foreach (var secret in new[] { rsa.Jwk().ToJsonString(), rsa.Jwk()["n"]!.GetValue<string>() })
        {
            var signature = HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.ASCII.GetBytes(start));
            await RefuseAsync(reader, $"{start}.{TestIssuer.Encode(signature)}");
        }
    }

    [Theory]
    [InlineData(SigningAlgorithm.RS256, SigningAlgorithm.PS256)]
    [InlineData(SigningAlgorithm.PS256, SigningAlgorithm.RS256)]
    [RfcSection("RFC 8725", "3.1")]
    public async Task A_key_for_one_algorithm_verifies_no_other(string keyFor, string used)
    {
        var issuer = new TestIssuer(used);
        var key = issuer.Jwk();
        key["alg"] = keyFor;
        await RefuseAsync(Start(new ScriptedServer(issuer) { ["/jwks"] = TestIssuer.KeySet(key) }), issuer.Token());
        key.Remove("alg");
        await AcceptAsync(Start(new ScriptedServer(issuer) { ["/jwks"] = TestIssuer.KeySet(key) }), issuer.Token());
    }

    [Fact]
    [RfcSection("RFC 7515", "5.2")]
    public async Task A_text_that_is_not_exactly_a_signed_token_in_compact_form_is_refused()
    {
        var token = Issuer.Token();
        var parts = token.Split('.');
        string[] texts =
        [
            "", "x", "...", "..", $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.", $".{parts[1]}.{parts[2]}", $"{parts[0]}..{parts[2]}",
            token + ".", token + ".x", token + "=", token + "==", token + "A", token + " ", token + "\n", " " + token, token[..^1],
            $"{parts[0]}=.{parts[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}\n.{parts[2]}", token.Replace('-', '+').Replace('_', '/') + "+",
            $"{parts[0]}.{parts[1]}.{parts[2]}.{parts[2]}.{parts[2]}", new string('a', 20_000), new string('.', 16_000),
            $"{parts[0]}.{new string('A', 20_000)}.{parts[2]}", $"{new string('A', 8_000)}.{parts[1]}.{parts[2]}",
            "{\"payload\":\"x\",\"signatures\":[]}", "é.é.é",
        ];
        foreach (var text in texts) await RefuseAsync(_reader, text);
    }

    [Fact]
    [RfcSection("RFC 8725", "3.3")]
    public async Task A_changed_bit_anywhere_is_refused()
    {
        var token = Issuer.Token();
        await AcceptAsync(_reader, token);
        for (var at = 0; at < token.Length; at++)
        {
            if (token[at] == '.') continue;
            await RefuseAsync(_reader, $"{token[..at]}{(token[at] == 'A' ? 'B' : 'A')}{token[(at + 1)..]}");
        }
    }

    [Fact]
    public async Task Bits_after_the_end_of_a_part_make_another_text_of_the_same_token_and_are_refused()
    {
        // 64 bytes end with two characters of which the last has four unused bits.
        var token = Issuer.Token();
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var last = alphabet.IndexOf(token[^1], StringComparison.Ordinal);
        for (var bits = 1; bits < 16; bits++) await RefuseAsync(_reader, token[..^1] + alphabet[last | bits]);
        await AcceptAsync(_reader, token);
    }

    [Theory]
    [InlineData("""{"alg":"ES256","alg":"none","typ":"at+jwt","kid":"k1"}""", null)]
    [InlineData("""{"alg":"ES256","\u0061lg":"ES256","typ":"at+jwt","kid":"k1"}""", null)]
    [InlineData("""["alg"]""", null)]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"k1",}""", null)]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"k1"}x""", null)]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"\uD800"}""", null)]
    [InlineData(null, """["a"]""")]
    [InlineData(null, "7")]
    [InlineData(null, "")]
    [InlineData(null, """{"iss":"https://auth.example.com","iss":"https://auth.example.com"}""")]
    [InlineData(null, """{"x":{"y":1,"y":2}}""")]
    [InlineData(null, """{"x":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}""")]
    [InlineData(null, """{"x":"\uDC00"}""")]
    [InlineData(null, """{"\uDC00":1}""")]
    [RfcSection("RFC 7515", "4")]
    [RfcSection("RFC 7519", "4")]
    public async Task JSON_that_two_readers_could_read_differently_is_refused(string? header, string? payload)
    {
        var claims = TestIssuer.Claims().ToJsonString();
        // The wrong member stands beside everything that a valid token has.
        if (payload?.StartsWith('{') == true) payload = payload[..^1] + "," + (payload.Contains("iss") ? "\"y\":1}" : claims[1..]);
        await RefuseAsync(_reader, Issuer.Sign(header ?? Issuer.Header.ToJsonString(), payload ?? claims));
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        var payload = Encoding.UTF8.GetBytes(TestIssuer.Claims().ToJsonString().Replace("alice", "al#ce", StringComparison.Ordinal));
        payload[Array.IndexOf(payload, (byte)'#')] = 0xFF;
        await RefuseAsync(_reader, Issuer.SignSegments(TestIssuer.Encode(Issuer.Header.ToJsonString()), TestIssuer.Encode(payload)));
    }

    [Fact]
    [RfcSection("RFC 7519", "4.1.4")]
    public async Task A_token_is_valid_until_its_expiry_and_the_skew_of_the_clocks()
    {
        var token = Issuer.Token();
        Clock.Advance(TimeSpan.FromHours(1) + _reader.ClockSkew - TimeSpan.FromTicks(1));
        await AcceptAsync(_reader, token);
        Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Contains("expired", (await RefuseAsync(Start(_server), token)).Description, StringComparison.Ordinal);
    }

    [Fact]
    [RfcSection("RFC 7519", "4.1.5")]
    public async Task A_token_of_the_near_future_is_accepted_and_one_of_the_far_future_is_not()
    {
        var near = TestIssuer.Now.AddSeconds(30).ToUnixTimeSeconds();
        await AcceptAsync(_reader, Issuer.Token(("nbf", near), ("iat", near)));
        await RefuseAsync(_reader, Issuer.Token(("nbf", near + 1)));
        await RefuseAsync(_reader, Issuer.Token(("iat", near + 1)));
    }

    [Theory]
    [InlineData("1767229200.75")]
    [InlineData("1.7672292e9")]
    public async Task A_time_may_have_a_fraction_or_an_exponent(string exp)
    {
        var payload = TestIssuer.Claims();
        payload["exp"] = JsonNode.Parse(exp);
        Assert.Equal(TestIssuer.Now.AddHours(1), (await AcceptAsync(_reader, Issuer.Sign(Issuer.Header, payload))).ExpiresAt,
            TimeSpan.FromSeconds(1));
    }

    [Fact]
    [RfcSection("RFC 9068", "5")]
    public async Task A_client_that_acts_for_itself_has_no_subject()
    {
        var token = await AcceptAsync(_reader, Issuer.Token(("sub", "app"), ("scope", null)));
        Assert.Null(token.Authorization.Subject);
        Assert.Equal("app", token.Authorization.ClientId);
        Assert.True(token.Scope.IsEmpty);
    }

    [Fact]
    public async Task Several_audiences_are_read()
    {
        var token = await AcceptAsync(_reader, Issuer.Token(("aud", new JsonArray("https://mail.example.com", TestIssuer.Resource))));
        Assert.Equal(["https://mail.example.com", TestIssuer.Resource], token.Audience);
    }

    [Fact]
    public async Task A_token_without_a_kid_is_verified_only_where_a_single_key_can_be_meant()
    {
        var token = Issuer.WithHeader(("kid", null));
        await AcceptAsync(_reader, token);
        await RefuseAsync(Start(new ScriptedServer(Issuer, new TestIssuer(keyId: "k2"))), token);
    }

    [Fact]
    public async Task Only_JWTs_are_accepted_without_introspection()
    {
        await RefuseAsync(_reader, "opaque");
        Assert.Empty(_server.Asked);
    }
}
