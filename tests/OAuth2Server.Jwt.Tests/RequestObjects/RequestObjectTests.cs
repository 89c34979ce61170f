using System.Text.Json.Nodes;
using OAuth2Server.Jwt.Tests.Clients;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.Jwt.Tests.RequestObjects;

/// <summary>Authorization requests that a client signed.</summary>
[RfcSection("RFC 9101", "4")]
public sealed class RequestObjectTests : ClientTests
{
    private readonly RequestObjectOptions _options = new();
    private Client _client;
    private SecurityProfile _profile;

    public RequestObjectTests() => _client = Service();

    public static TheoryData<string, string?> WrongClaims => new()
    {
        { "client_id", null }, { "client_id", "\"other\"" }, { "client_id", "[\"service\"]" }, { "client_id", "\"SERVICE\"" },
        { "iss", "\"other\"" }, { "iss", "7" }, { "sub", "\"service\"" }, { "sub", "7" }, { "sub", "\"\"" },
        { "aud", "\"https://attacker.example\"" }, { "aud", "[\"https://attacker.example\"]" }, { "aud", "[]" }, { "aud", "7" },
        { "request", "\"a.b.c\"" }, { "request_uri", "\"urn:example:a\"" },
        { "exp", "1767225539" }, { "exp", "\"tomorrow\"" }, { "nbf", "1767225661" }, { "nbf", "{}" },
        { "iat", "1767225661" }, { "iat", "1767229200" }, { "iat", "\"now\"" },
        { "state", "\"a\\u0000b\"" },
    };

    [Theory]
    [InlineData("ES256", "oauth-authz-req+jwt")]
    [InlineData("ES384", "application/oauth-authz-req+jwt")]
    [InlineData("PS256", "JWT")]
    [InlineData("RS256", null)]
    [RfcSection("RFC 9101", "6.2")]
    public async Task The_parameters_are_those_in_the_object(string algorithm, string? type)
    {
        var key = new TestIssuer(algorithm);
        _client = Service(keys: key);
        var parameters = await AcceptAsync(Sign(key, type));
        Assert.Equal(
            "client_id=service&response_type=code&redirect_uri=https%3A%2F%2Fservice.example.com%2Fcb&scope=a%20b&state=s1",
            parameters.ToQuery());
        Assert.Null(parameters.Problem);
    }

    [Theory]
    [InlineData("client-authentication+jwt")]
    [InlineData("at+jwt")]
    [InlineData("dpop+jwt")]
    [InlineData("logout+jwt")]
    [RfcSection("RFC 9101", "10.8")]
    [RfcSection("RFC 8725", "3.11")]
    public async Task A_jwt_of_another_type_is_no_request_object(string type) => await RefuseAsync(Sign(Key, type));

    [Theory]
    [MemberData(nameof(WrongClaims))]
    [RfcSection("RFC 9101", "6.3")]
    public async Task An_object_with_a_wrong_claim_is_refused(string name, string? json) =>
        await RefuseAsync(Sign(changes: (name, json is null ? null : JsonNode.Parse(json))));

    [Fact]
    public async Task A_null_of_request_uri_is_one_too()
    {
        var claims = Request().ToJsonString()[..^1] + ",\"request_uri\":null}";
        await RefuseAsync(Key.Sign(Header(type: RequestObjectClaims.Type).ToJsonString(), claims));
    }

    [Theory]
    [InlineData("aud", "\"https://auth.example.com\"")]
    [InlineData("aud", "[\"https://other.example.com\",\"https://auth.example.com\"]")]
    [InlineData("iss", "\"service\"")]
    [InlineData("sub", "\"alice\"")]
    [InlineData("exp", "1767225541")]
    [InlineData("exp", "1798761600")]
    [InlineData("nbf", "1767225660")]
    [InlineData("nbf", "1")]
    [InlineData("iat", "1767225660")]
    [InlineData("iat", "1")]
    [InlineData("jti", "7")]
    public async Task What_says_something_about_the_object_is_optional_and_no_parameter(string name, string json)
    {
        var parameters = await AcceptAsync(Sign(changes: (name, JsonNode.Parse(json))));
        Assert.Equal(5, parameters.Count);
        Assert.Null(parameters[name]);
    }

    [Theory]
    [InlineData("max_age", "3600", "3600")]
    [InlineData("max_age", "\"3600\"", "3600")]
    [InlineData("flag", "true", "true")]
    [InlineData("claims", "{\"id_token\":{\"auth_time\":null}}", "{\"id_token\":{\"auth_time\":null}}")]
    [InlineData("authorization_details", "[{\"type\":\"a\"}]", "[{\"type\":\"a\"}]")]
    [InlineData("state", "\"\\u00e9 &=\"", "\u00e9 &=")]
    [InlineData("nonce", "\"\"", null)]
    [InlineData("resource", "\"https://a.example\"", "https://a.example")]
    [InlineData("resource", "7", "7")]
    public async Task A_value_that_is_no_text_is_its_json(string name, string json, string? value) =>
        Assert.Equal(value, (await AcceptAsync(Sign(changes: (name, JsonNode.Parse(json)))))[name]);

    [Fact]
    [RfcSection("RFC 8707", "2")]
    public async Task A_list_of_resources_is_the_parameter_several_times()
    {
        var parameters = await AcceptAsync(Sign(changes: ("resource", new JsonArray("https://a.example", "https://b.example"))));
        Assert.Equal(["https://a.example", "https://b.example"], parameters.Values("resource"));
        Assert.Null(parameters.Problem);
    }

    [Fact]
    public async Task A_null_is_an_omitted_parameter()
    {
        var claims = Request().ToJsonString()[..^1] + ",\"nonce\":null}";
        Assert.Equal(5, (await AcceptAsync(Key.Sign(Header(type: RequestObjectClaims.Type).ToJsonString(), claims))).Count);
    }

    [Fact]
    public async Task More_parameters_than_a_form_may_have_are_refused()
    {
        await AcceptAsync(Sign(changes: [.. Enumerable.Range(0, 123).Select(i => ($"p{i}", (JsonNode?)"x"))]));
        await RefuseAsync(Sign(changes: [.. Enumerable.Range(0, 124).Select(i => ($"p{i}", (JsonNode?)"x"))]));
        await RefuseAsync(Sign(changes: ("resource", new JsonArray([.. Enumerable.Range(0, 125).Select(_ => (JsonNode?)"x")]))));
    }

    [Fact]
    [RfcSection("RFC 9101", "10.8")]
    public async Task A_client_assertion_is_no_request_object_and_a_request_object_no_assertion()
    {
        await RefuseAsync(Signed(Key, Header(type: null)));
        await RefuseAsync(Signed(Key, Header(type: null), ("client_id", "service")));
        foreach (var type in (string?[])[null, "JWT", RequestObjectClaims.Type])
        {
            await base.RefuseAsync(Sign(Key, type, ("iss", "service"), ("aud", TestIssuer.Name), ("jti", "a"),
                ("exp", Clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds())));
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES384")]
    [RfcSection("RFC 9101", "6.2")]
    [RfcSection("RFC 9101", "10.1")]
    public async Task An_object_that_is_not_signed_by_the_client_is_refused(string algorithm)
    {
        var header = Header(type: RequestObjectClaims.Type);
        header["alg"] = algorithm;
        var text = $"{TestIssuer.Encode(header.ToJsonString())}.{TestIssuer.Encode(Request().ToJsonString())}.";
        await RefuseAsync(text);
        await RefuseAsync(text + TestIssuer.Encode(Key.SignatureOf(text.TrimEnd('.'))));
        await RefuseAsync(Sign(new TestIssuer()));
        await RefuseAsync(Sign(new TestIssuer(keyId: "k2")));
    }

    [Fact]
    [RfcSection("RFC 9101", "6.1")]
    public async Task An_encrypted_object_is_refused() => await RefuseAsync("eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d");

    [Fact]
    [RfcSection("RFC 9101", "10.1")]
    public async Task The_registration_and_the_settings_say_which_algorithms_are_accepted()
    {
        var rsa = new TestIssuer(SigningAlgorithm.RS256, "r");
        _client = Service(keys: [Key, rsa]);
        await AcceptAsync(Sign(rsa));
        _client = _client with { RequestObjectSigningAlg = SigningAlgorithm.ES256 };
        await RefuseAsync(Sign(rsa));
        await AcceptAsync(Sign());
        _client = _client with { RequestObjectSigningAlg = null };
        _options.Algorithms = [SigningAlgorithm.PS256, SigningAlgorithm.ES256];
        await RefuseAsync(Sign(rsa));
        Assert.Equal(["PS256", "ES256"], Reader().Algorithms);
    }

    [Fact]
    public async Task The_settings_may_require_the_audience_and_a_short_life()
    {
        (_options.RequireAudience, _options.RequireLifetime) = (true, true);
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        await RefuseAsync(Sign());
        await RefuseAsync(Sign(changes: [("nbf", now), ("exp", now + 60)]));
        await RefuseAsync(Sign(changes: [("aud", TestIssuer.Name), ("exp", now + 60)]));
        await RefuseAsync(Sign(changes: [("aud", TestIssuer.Name), ("nbf", now)]));
        await RefuseAsync(Sign(changes: [("aud", TestIssuer.Name), ("nbf", now), ("exp", now + 3601)]));
        await RefuseAsync(Sign(changes: [("aud", TestIssuer.Name), ("nbf", now - 3661), ("exp", now - 59)]));
        await AcceptAsync(Sign(changes: [("aud", TestIssuer.Name), ("nbf", now), ("exp", now + 3600)]));
        await AcceptAsync(Sign(changes: [("aud", TestIssuer.Name), ("nbf", now + 10), ("exp", now + 60)]));
    }

    [Theory]
    [InlineData("nbf")]
    [InlineData("iat")]
    [RfcSection("FAPI 2.0", "5.3.2.1")]
    public async Task The_profile_accepts_a_time_that_is_60_seconds_ahead_at_the_most_whatever_the_settings_say(string claim)
    {
        _options.ClockSkew = TimeSpan.FromMinutes(5);
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        await AcceptAsync(Sign(changes: (claim, now + 300)));
        _client = _client.WithProfile(SecurityProfile.Fapi2);
        await RefuseAsync(Sign(changes: [.. Strict(now), (claim, now + 61)]));
        await AcceptAsync(Sign(changes: [.. Strict(now), (claim, now + 60)]));
    }

    [Theory]
    [InlineData("client")]
    [InlineData("server")]
    public async Task The_profile_requires_the_audience_and_a_short_life_whatever_the_settings_say(string whose)
    {
        (_options.ClockSkew, _options.MaxLifetime) = (TimeSpan.FromMinutes(5), TimeSpan.FromHours(24));
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        await AcceptAsync(Sign());
        if (whose == "client") _client = _client.WithProfile(SecurityProfile.Fapi2);
        else _profile = SecurityProfile.Fapi2;
        await RefuseAsync(Sign(), "§4");
        await AcceptAsync(Sign(changes: Strict(now)));
        await RefuseAsync(Sign(changes: [.. Strict(now), ("aud", null)]), "§4");
        await RefuseAsync(Sign(changes: [.. Strict(now), ("exp", null)]), "§5.3.2");
        await RefuseAsync(Sign(changes: [.. Strict(now), ("nbf", null)]), "§5.3.2");
        await AcceptAsync(Sign(changes: [.. Strict(now), ("exp", now + 3600)]));
        await RefuseAsync(Sign(changes: [.. Strict(now), ("exp", now + 3601)]), "§5.3.2");
        await AcceptAsync(Sign(changes: [.. Strict(now), ("nbf", now - 3540)]));
        await RefuseAsync(Sign(changes: [.. Strict(now), ("nbf", now - 3541)]), "§5.3.2");
    }

    [Fact]
    public async Task The_profile_keeps_a_shorter_life()
    {
        _options.MaxLifetime = TimeSpan.FromMinutes(5);
        _client = _client.WithProfile(SecurityProfile.Fapi2);
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        await AcceptAsync(Sign(changes: [.. Strict(now), ("exp", now + 300)]));
        await RefuseAsync(Sign(changes: [.. Strict(now), ("exp", now + 301)]), "§5.3.2");
    }

    [Fact]
    public void The_settings_have_bounds()
    {
        Assert.Empty(_options.Validate());
        Assert.Equal(3, new RequestObjectOptions
        {
            Algorithms = ["none"], MaxLifetime = TimeSpan.Zero, ClockSkew = TimeSpan.FromHours(1),
        }.Validate().Count());
    }

    private static JsonObject Request() => new()
    {
        ["client_id"] = "service",
        ["response_type"] = "code",
        ["redirect_uri"] = "https://service.example.com/cb",
        ["scope"] = "a b",
        ["state"] = "s1",
    };

    private static (string Name, JsonNode? Value)[] Strict(long now) => [("aud", TestIssuer.Name), ("nbf", now), ("exp", now + 60)];

    private string Sign(params (string Name, JsonNode? Value)[] changes) => Sign(Key, RequestObjectClaims.Type, changes);

    private string Sign(TestIssuer key, string? type = RequestObjectClaims.Type, params (string Name, JsonNode? Value)[] changes)
    {
        var header = Header(key, type);
        if (type is null) header.Remove("typ");
        return key.Sign(header, Changed(Request(), changes));
    }

    private OAuthContext Sent()
    {
        var context = Context(null);
        return new() { Request = context.Request, Issuer = context.Issuer, Now = context.Now, Profile = _profile };
    }

    private Jwt.RequestObjects Reader() => new(Keys, _options);

    private async Task<RequestParameters> AcceptAsync(string text)
    {
        var outcome = await Reader().ReadAsync(text, _client, Sent(), Ct);
        Assert.False(outcome.IsError(out var error, out var parameters), $"{error} {error?.Rule} {error?.Detail}");
        return parameters!;
    }

    private async Task RefuseAsync(string text, string section = "")
    {
        var outcome = await Reader().ReadAsync(text, _client, Sent(), Ct);
        Assert.True(outcome.IsError(out var error, out _), "The request object was accepted.");
        Assert.Equal(("invalid_request_object", "The request object is not valid.", 400), (error.Code, error.Description, error.Status));
        Assert.EndsWith(section, error.Rule, StringComparison.Ordinal);
        Assert.NotNull(error.Detail);
    }
}
