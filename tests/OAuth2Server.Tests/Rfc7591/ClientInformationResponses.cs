namespace OAuth2Server.Tests.Rfc7591;

/// <summary>What a client learns: its id, its secret, and every member as it is registered.</summary>
[RfcSection("RFC 7591", "3.2.1")]
public abstract class ClientInformationResponses<T> : ProtocolTests<T> where T : ITransport
{
    private const string Full = """
        {
          "redirect_uris": ["https://client.example.net/cb", "https://client.example.net/cb2"],
          "token_endpoint_auth_method": "client_secret_basic",
          "grant_types": ["authorization_code", "refresh_token"],
          "response_types": ["code"],
          "client_name": "Fotos für Zoë",
          "client_uri": "https://client.example.net/",
          "logo_uri": "https://client.example.net/logo.png",
          "policy_uri": "https://client.example.net/policy",
          "tos_uri": "https://client.example.net/tos",
          "contacts": ["a@example.net", "Zoë, room 2"],
          "scope": "a b",
          "software_id": "4NRB1-0XZABZI9E6-5SM3R",
          "software_version": "2.1",
          "application_type": "web",
          "tls_client_auth_san_dns": "client.example.net",
          "request_object_signing_alg": "ES256",
          "jwks_uri": "https://client.example.net/jwks",
          "dpop_bound_access_tokens": true,
          "require_pushed_authorization_requests": true,
          "require_signed_request_object": true
        }
        """;

    [Fact]
    public async Task Every_member_comes_back()
    {
        var server = Start(s =>
        {
            Registering.Open(s);
            s.DPoP = new();
            s.RequestObjects = new ScriptedRequestObjects();
        });
        var answer = (await server.RegisterAsync(Full)).MustBe(201);
        foreach (var sent in System.Text.Json.JsonDocument.Parse(Full).RootElement.EnumerateObject())
        {
            Assert.True(answer.Json.TryGetProperty(sent.Name, out var got), $"{sent.Name} is missing.");
            Assert.True(System.Text.Json.JsonElement.DeepEquals(sent.Value, got), $"{sent.Name} is {got}.");
        }
        Assert.DoesNotContain("null", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_has_the_credentials_and_is_not_cached()
    {
        var server = Start(Registering.Open);
        var answer = (await server.RegisterAsync(Registering.Least)).MustBe(201);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("no-cache", answer.Header("Pragma"));
        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeSeconds(), answer.Json.GetProperty("client_id_issued_at").GetInt64());
        Assert.Equal(0, answer.Json.GetProperty("client_secret_expires_at").GetInt64());
        Assert.Equal($"{Known.Issuer}{Known.Registration}/{answer["client_id"]}", answer["registration_client_uri"]);
        // 128 and 256 random bits in characters that need no escapes: some clients send them without.
        Assert.Matches(@"^[A-Za-z0-9_-]{22}\z", answer["client_id"]);
        Assert.Matches(@"^[A-Za-z0-9_-]{43}\z", answer["client_secret"]);
        Assert.Matches(@"^[A-Za-z0-9_-]{43}\z", answer["registration_access_token"]);

        var other = await server.RegisterAsync(Registering.Least);
        foreach (var member in (string[])["client_id", "client_secret", "registration_access_token"])
            Assert.NotEqual(answer[member], other[member]);
    }

    [Fact]
    public async Task The_address_of_the_registration_is_below_the_issuer()
    {
        var server = Start(s =>
        {
            Registering.Open(s);
            s.Options.Issuer = "https://auth.example.com/tenant";
        });
        Assert.StartsWith(
            "https://auth.example.com/tenant/oauth2/register/", (await server.RegisterAsync(Registering.Least))["registration_client_uri"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registered_client_signs_users_in_and_refreshes()
    {
        var server = Start(Registering.Open);
        var answer = await server.RegisterAsync(
            Registering.With(Registering.Public, ("grant_types", """["authorization_code","refresh_token"]""")));
        var tokens = (await server.IssueToAsync(answer)).MustIssue();
        (await server.TokenAsync(Known.Refresh(tokens.RefreshToken).With("client_id", answer["client_id"]!))).MustIssue();
    }

    [Fact]
    public async Task The_application_gets_an_event_without_secrets()
    {
        var events = new RecordedEvents();
        var server = Start(s =>
        {
            Registering.Open(s);
            s.Events.Add(events);
        });
        var answer = await server.RegisterAsync(Registering.With(Registering.Least, ("client_name", "\"Photos\"")));
        var e = Assert.IsType<OAuthEvent.ClientRegistered>(Assert.Single(events.All));
        Assert.Equal(answer["client_id"], e.ClientId);
        Assert.Equal("Photos", e.DisplayName);
        Assert.Equal([Registering.Uri], e.RedirectUris);
    }
}
