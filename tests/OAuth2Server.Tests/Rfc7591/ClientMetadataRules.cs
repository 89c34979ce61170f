namespace OAuth2Server.Tests.Rfc7591;

/// <summary>Which redirect URIs, names and addresses a client may register.</summary>
[RfcSection("RFC 7591", "2")]
[RfcSection("RFC 7591", "2.2")]
public abstract class ClientMetadataRules<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData("https://client.example.net/cb", null, "web")]
    [InlineData("https://client.example.net/cb", "native", "native")]
    [InlineData("http://127.0.0.1:3000/cb", null, "native")]
    [InlineData("http://localhost/cb", null, "native")]
    [InlineData("http://[::1]:1/cb", "native", "native")]
    [InlineData("com.example.app:/cb", null, "native")]
    public async Task The_type_of_the_application_follows_the_redirect_uri(string uri, string? type, string registered)
    {
        var answer = (await Start(Registering.Open).RegisterAsync(Registering.With(
            Registering.Public, ("redirect_uris", $"""["{uri}"]"""), ("application_type", type is null ? null : $"\"{type}\""))))
            .MustBe(201);
        Assert.Equal(registered, answer["application_type"]);
        Assert.Equal(uri, answer.List("redirect_uris"));
    }

    [Theory]
    [InlineData("""["http://client.example.net/cb"]""", null)]
    [InlineData("""["http://127.0.0.1:3000/cb"]""", "web")]
    [InlineData("""["com.example.app:/cb"]""", "web")]
    [InlineData("""["exampleapp:/cb"]""", "native")]
    [InlineData("""["javascript:alert(1)"]""", "native")]
    [InlineData("""["https://client.example.net/cb#fragment"]""", null)]
    [InlineData("""["https://client.example.net@evil.example/cb"]""", null)]
    [InlineData("""["https://client.example.net/cb","/cb"]""", null)]
    [InlineData("""["https://client.example.net/c b"]""", null)]
    [InlineData("""[""]""", null)]
    [InlineData("""[null]""", null)]
    [InlineData("""[["https://client.example.net/cb"]]""", null)]
    [InlineData("""{"a":1}""", null)]
    [InlineData("\"https://client.example.net/cb\"", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    public async Task A_redirect_uri_that_could_lead_elsewhere_is_refused(string uris, string? type) =>
        (await Start(Registering.Open).RegisterAsync(Registering.With(
            Registering.Public, ("redirect_uris", uris), ("application_type", type is null ? null : $"\"{type}\""))))
            .MustRefuse("invalid_redirect_uri");

    [Fact]
    public async Task A_thousand_redirect_uris_are_refused_and_thirty_two_are_not()
    {
        var server = Start(Registering.Open);
        (await server.RegisterAsync(WithUris(1000))).MustRefuse("invalid_redirect_uri");
        (await server.RegisterAsync(WithUris(33))).MustRefuse("invalid_redirect_uri");
        var answer = (await server.RegisterAsync(WithUris(32))).MustBe(201);
        Assert.Equal(32, answer.Json.GetProperty("redirect_uris").GetArrayLength());
    }

    [Fact]
    public async Task A_loopback_redirect_uri_works_with_any_port_also_for_localhost()
    {
        var server = Start(Registering.Open);
        foreach (var host in (string[])["127.0.0.1", "localhost"])
        {
            var answer = await server.RegisterAsync(Registering.With(
                Registering.Public, ("redirect_uris", $"""["http://{host}:3000/cb"]""")));
            var redirect = await server.AuthorizeAsync(Known.Authorization
                .With("client_id", answer["client_id"]!).With("redirect_uri", $"http://{host}:49152/cb").With("scope", "a"));
            redirect.MustGiveCode();
        }
    }

    [Fact]
    public async Task A_scheme_without_dot_needs_the_setting()
    {
        var json = Registering.With(Registering.Public, ("redirect_uris", """["editor://vendor.extension/cb"]"""));
        (await Start(Registering.Open).RegisterAsync(json)).MustRefuse("invalid_redirect_uri");
        var server = Start(s =>
        {
            Registering.Open(s);
            s.Options.ClientRegistration.SchemesWithoutDot = true;
        });
        var answer = (await server.RegisterAsync(json)).MustBe(201);
        (await server.IssueToAsync(answer)).MustIssue();
    }

    [Theory]
    [InlineData("client_uri", "\"javascript:alert(1)\"")]
    [InlineData("logo_uri", "\"http://client.example.net/logo.png\"")]
    [InlineData("policy_uri", "\"data:text/html,x\"")]
    [InlineData("tos_uri", "\"/terms\"")]
    [InlineData("jwks_uri", "\"http://127.0.0.1/jwks\"")]
    [InlineData("client_name", "\"Photos\\u202Egnp.exe\"")]
    [InlineData("client_name", "\"Photos\\nby Example\"")]
    [InlineData("client_name", "7")]
    [InlineData("contacts", "\"a@example.net\"")]
    [InlineData("contacts", "[1]")]
    [InlineData("application_type", "\"desktop\"")]
    [InlineData("scope", "[\"a\"]")]
    [InlineData("scope", "\"a  b\"")]
    [InlineData("scope", "\"unknown\"")]
    [InlineData("jwks", "{}")]
    [InlineData("jwks", "{\"keys\":[]}")]
    [InlineData("jwks", "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"BB\",\"d\":\"CC\"}]}")]
    [InlineData("jwks", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}")]
    [InlineData("jwks", "{\"keys\":[{\"crv\":\"P-256\"}]}")]
    [InlineData("dpop_bound_access_tokens", "\"true\"")]
    [InlineData("token_endpoint_auth_signing_alg", "\"none\"")]
    [InlineData("request_object_signing_alg", "\"none\"")]
    [InlineData("software_id", "{}")]
    public async Task A_member_with_a_wrong_value_is_refused(string member, string value) =>
        (await Start(Registering.Open).RegisterAsync(Registering.With(Registering.Public, (member, value))))
            .MustRefuse("invalid_client_metadata");

    [Fact]
    public async Task A_text_that_is_too_long_is_refused()
    {
        var server = Start(Registering.Open);
        (await server.RegisterAsync(Registering.With(Registering.Public, ("client_name", $"\"{new string('x', 201)}\""))))
            .MustRefuse("invalid_client_metadata");
        (await server.RegisterAsync(Registering.With(Registering.Public, ("client_uri", $"\"https://{new string('x', 2000)}\""))))
            .MustRefuse("invalid_client_metadata");
        (await server.RegisterAsync(Registering.With(Registering.Public, ("client_name", $"\"{new string('x', 200)}\"")))).MustBe(201);
    }

    [Theory]
    [InlineData("EdDSA")]
    [InlineData("es256")]
    [InlineData("PS256")]
    [InlineData("none")]
    public async Task An_algorithm_of_request_objects_that_the_server_does_not_announce_is_refused(string algorithm)
    {
        var server = Start(s =>
        {
            Registering.Open(s);
            s.RequestObjects = new ScriptedRequestObjects();
        });
        (await server.RegisterAsync(Registering.With(Registering.Public, ("request_object_signing_alg", $"\"{algorithm}\""))))
            .MustRefuse("invalid_client_metadata");
        Assert.Equal("ES256", (await server.RegisterAsync(Registering.With(
            Registering.Public, ("request_object_signing_alg", "\"ES256\"")))).MustBe(201)["request_object_signing_alg"]);
    }

    [Fact]
    public async Task Request_objects_that_the_server_does_not_read_cannot_be_required()
    {
        var json = Registering.With(Registering.Public, ("require_signed_request_object", "true"), ("jwks", Registering.PublicKeys));
        (await Start(Registering.Open).RegisterAsync(json)).MustRefuse("invalid_client_metadata");
        var reading = Start(s =>
        {
            Registering.Open(s);
            s.RequestObjects = new ScriptedRequestObjects();
        });
        (await reading.RegisterAsync(json)).MustBe(201);
    }

    [Theory]
    [InlineData("request_object_signing_alg")]
    [InlineData("token_endpoint_auth_signing_alg")]
    public async Task An_algorithm_of_a_message_that_the_client_does_not_send_is_left_out(string member) =>
        Assert.Null((await Start(Registering.Open).RegisterAsync(Registering.With(Registering.Public, (member, "\"RS512\""))))
            .MustBe(201)[member]);

    [Fact]
    public async Task Keys_and_the_address_of_keys_exclude_each_other()
    {
        var server = Start(Registering.Open);
        const string Address = "\"https://client.example.net/jwks\"";
        (await server.RegisterAsync(Registering.With(Registering.Public, ("jwks", Registering.PublicKeys), ("jwks_uri", Address))))
            .MustRefuse("invalid_client_metadata");
        var byKeys = (await server.RegisterAsync(Registering.With(Registering.Public, ("jwks", Registering.PublicKeys)))).MustBe(201);
        Assert.Equal(Registering.PublicKeys, byKeys.Json.GetProperty("jwks").GetRawText());
        var byAddress = (await server.RegisterAsync(Registering.With(Registering.Public, ("jwks_uri", Address)))).MustBe(201);
        Assert.Equal("https://client.example.net/jwks", byAddress["jwks_uri"]);
    }

    [Theory]
    [InlineData("dpop_bound_access_tokens")]
    [InlineData("tls_client_certificate_bound_access_tokens")]
    [RfcSection("RFC 9449", "5.2")]
    [RfcSection("RFC 8705", "3.4")]
    public async Task Bound_tokens_are_refused_by_a_server_that_does_not_bind_them(string member)
    {
        var server = Start(Registering.Open);
        (await server.RegisterAsync(Registering.With(Registering.Public, (member, "true")))).MustRefuse("invalid_client_metadata");
        var registered = (await server.RegisterAsync(Registering.With(Registering.Public, (member, "false")))).MustBe(201);
        (await server.ManageAsync("PUT", registered, registered.Again((member, "true")))).MustRefuse("invalid_client_metadata");
    }

    [Fact]
    [RfcSection("RFC 9449", "5.2")]
    public async Task A_client_that_registers_for_bound_tokens_at_a_server_with_dpop_gets_no_others()
    {
        var server = Start(s =>
        {
            Registering.Open(s);
            s.DPoP = new();
        });
        var registered = (await server.RegisterAsync(
            Registering.With(Registering.Public, ("dpop_bound_access_tokens", "true")))).MustBe(201);
        Assert.True(registered.Json.GetProperty("dpop_bound_access_tokens").GetBoolean());
        var code = await server.CodeAsync(Known.Authorization.With("client_id", registered["client_id"]!)
            .With("redirect_uri", Registering.Uri).With("scope", "a"));
        (await server.TokenAsync(Known.Redemption(code).With("client_id", registered["client_id"]!)
            .With("redirect_uri", Registering.Uri))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task Members_that_are_null_empty_or_unknown_count_as_absent()
    {
        var answer = (await Start(Registering.Open).RegisterAsync(Registering.With(
            Registering.Public, ("client_name", "null"), ("client_uri", "null"), ("scope", "\"\""), ("jwks", "null"),
            ("grant_types", "[]"), ("contacts", "[]"), ("application_type", "null"), ("dpop_bound_access_tokens", "null"),
            ("made_up", """{"x":[1,2]}""")))).MustBe(201);
        Assert.Equal(
            "application_type client_id client_id_issued_at grant_types redirect_uris registration_access_token registration_client_uri "
                + "response_types scope token_endpoint_auth_method",
            answer.Members());
        Assert.Equal("a b", answer["scope"]);
    }

    private static string WithUris(int count) => Registering.With(
        Registering.Public,
        ("redirect_uris", $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"https://client.example.net/{i}\""))}]"));
}
