using System.Net;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.Jwt.Tests.ClientIdMetadataDocument02;

/// <summary>Clients that describe themselves by a document: which addresses are fetched, which documents are used, and what a client
/// gets.</summary>
public sealed class ClientIdMetadataDocumentTests
{
    private const string Id = DocumentServer.ClientId;

    internal static string Document(string members = "") =>
        $$"""{"client_id":"{{Id}}","client_name":"Assistant","redirect_uris":["http://127.0.0.1/callback","https://app.example.com/back"]"""
        + members + "}";

    internal static OAuthContext From(string address = "192.0.2.1", DocumentServer? server = null) => new()
    {
        Request = new Sender(IPAddress.Parse(address)),
        Issuer = "https://auth.example.com",
        Now = server?.Clock.GetUtcNow() ?? default,
    };

    private static ValueTask<Client?> FindAsync(
        DocumentServer server, string id = Id, Action<ClientIdMetadataDocumentOptions>? configure = null) =>
        server.Documents(configure).FindAsync(id, From(server: server), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("https://app.example.com/client.json", true)]
    [InlineData("https://app.example.com:8443/a/b?v=1", true)]
    [InlineData("http://app.example.com/client.json", false)]
    [InlineData("HTTPS://app.example.com/client.json", false)]
    [InlineData("https://App.example.com/client.json", false)]
    [InlineData("https://app.example.com", false)]
    [InlineData("https://app.example.com/", false)]
    [InlineData("https://app.example.com/a/../client.json", false)]
    [InlineData("https://app.example.com/a/./client.json", false)]
    [InlineData("https://app.example.com/a/%2e%2e/client.json", false)]
    [InlineData("https://app.example.com/a/%252e%252e/client.json", false)]
    [InlineData("https://app.example.com/client.json#x", false)]
    [InlineData("https://user@app.example.com/client.json", false)]
    [InlineData("https://app.example.com:443/client.json", false)]
    [InlineData("https://app.example.com:/client.json", false)]
    [InlineData("https:///client.json", false)]
    [InlineData("https://app.example.com\\@evil.example/client.json", false)]
    [InlineData("https://app.example.com/cli ent.json", false)]
    [InlineData("https://app.example.com/cli\nent.json", false)]
    [InlineData("https://app.example.com/é", false)]
    [InlineData("s6BhdRkqt3", false)]
    public async Task Only_the_normal_form_of_an_https_address_with_a_path_is_fetched(string id, bool isFetched)
    {
        Assert.Equal(isFetched, ClientIdUrl.IsValid(id));
        await using var server = await DocumentServer.StartAsync();
        if (!isFetched) Assert.Null(await FindAsync(server, id));
        if (!isFetched) Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task A_document_makes_a_public_client_with_what_is_allowed_of_it()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = Document(
            ""","grant_types":["authorization_code","refresh_token","urn:ietf:params:oauth:grant-type:jwt-bearer"]""" +
            ""","scope":"read admin","unknown":{"a":[1]}""" +
            ""","client_uri":"https://app.example.com/about","logo_uri":"javascript:alert(1)" """);
        var client = await FindAsync(server);
        Assert.NotNull(client);
        Assert.Equal((Id, ClientType.Public, "Assistant"), (client.Id, client.Type, client.DisplayName));
        Assert.Equal(ClientSource.MetadataDocument, client.Source);
        Assert.Equal(["none"], client.AuthenticationMethods);
        Assert.Equal(["authorization_code", "refresh_token"], client.GrantTypes);
        Assert.Equal(["http://127.0.0.1/callback", "https://app.example.com/back"], client.RedirectUris);
        // A client asks for more scope later (step-up): its document does not limit it.
        Assert.Equal("read write", client.Scope.ToString());
        Assert.True(client.IsSelfRegistered);
        Assert.True(client is { AnyLocalhostPort: true, RequirePkce: true, FirstParty: false });
        Assert.Equal("https://app.example.com/about", client.Properties["client_uri"]);
        Assert.Null(client.Properties["logo_uri"]);
    }

    [Theory]
    [RfcSection("RFC 9396", "10")]
    [InlineData("", new[] { "payment", "account" }, "payment account")]
    [InlineData(""","authorization_details_types":["account","other"]""", new[] { "payment", "account" }, "account")]
    [InlineData(""","authorization_details_types":["other"]""", new[] { "payment" }, "")]
    [InlineData(""","authorization_details_types":"payment" """, new[] { "payment" }, "")]
    [InlineData(""","authorization_details_types":["payment"]""", new string[0], "")]
    [InlineData("", new string[0], "")]
    public async Task It_may_use_the_types_of_authorization_details_that_the_server_and_the_document_name(
        string member, string[] allowed, string expected)
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = Document(member);
        var client = await FindAsync(server, configure: o => o.AuthorizationDetailsTypes = allowed);
        Assert.Equal(expected, string.Join(' ', client!.AuthorizationDetailsTypes!.Value));
    }

    [Theory]
    [InlineData("""{"client_id":"https://app.example.com/other.json","redirect_uris":["https://app.example.com/back"]}""")]
    [InlineData("""{"redirect_uris":["https://app.example.com/back"]}""")]
    [InlineData("""{"client_id":"https://app.example.com/client.json","redirect_uris":["http://app.example.com/back"]}""")]
    [InlineData("""{"client_id":"https://app.example.com/client.json","redirect_uris":"https://app.example.com/back"}""")]
    [InlineData("""{"client_id":"https://app.example.com/client.json"}""")]
    [InlineData("""{"client_id":"https://app.example.com/client.json","redirect_uris":["https://a.example/"],"client_secret":"x"}""")]
    [InlineData("""{"client_id":"https://app.example.com/client.json","redirect_uris":["https://a.ex/"],"client_secret_expires_at":0}""")]
    [InlineData(
        """{"client_id":"https://app.example.com/client.json","redirect_uris":["https://a.example/"],"token_endpoint_auth_method":""" +
        "\"client_secret_basic\"}")]
    [InlineData(
        """{"client_id":"https://app.example.com/client.json","redirect_uris":["https://a.example/"],"token_endpoint_auth_method":""" +
        "\"private_key_jwt\"}")]
    [InlineData(
        """{"client_id":"https://app.example.com/client.json","client_id":"https://app.example.com/client.json","redirect_uris":""" +
        "[\"https://a.example/\"]}")]
    [InlineData(
        """{"client_id":"https://app.example.com/client.json","redirect_uris":["https://a.example/"],"dpop_bound_access_tokens":true,""" +
        "\"tls_client_certificate_bound_access_tokens\":true}")]
    [InlineData(
        """{"client_id":"https://app.example.com/client.json","redirect_uris":["https://a.example/"],"grant_types":""" +
        "[\"client_credentials\"]}")]
    [InlineData(
        """{"client_id":"https://app.example.com/client.json","redirect_uris":["https://a.example/"],"jwks":{"keys":[{"kty":"EC",""" +
        "\"crv\":\"P-256\",\"x\":\"a\",\"y\":\"b\",\"d\":\"c\"}]}}")]
    [InlineData("""["https://app.example.com/client.json"]""")]
    [InlineData("<html></html>")]
    [InlineData("")]
    public async Task A_document_that_is_not_right_makes_no_client(string document)
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = document;
        Assert.Null(await FindAsync(server));
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData("dpop_bound_access_tokens", true, false)]
    [InlineData("tls_client_certificate_bound_access_tokens", false, true)]
    [InlineData("unknown", false, false)]
    [RfcSection("RFC 9449", "5.2")]
    [RfcSection("RFC 8705", "3.4")]
    public async Task A_client_can_demand_that_its_tokens_are_bound(string member, bool toKey, bool toCertificate)
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = Document($",\"{member}\":true");
        var client = await FindAsync(server);
        Assert.Equal((toKey, toCertificate), (client!.DPoPBoundAccessTokens, client.TlsClientCertificateBoundAccessTokens));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/jsonp")]
    public async Task A_document_of_another_media_type_makes_no_client(string type)
    {
        await using var server = await DocumentServer.StartAsync();
        server.Answer = http =>
        {
            http.Response.ContentType = type;
            return http.Response.WriteAsync(Document());
        };
        Assert.Null(await FindAsync(server));
    }

    [Fact]
    public async Task A_document_that_is_too_long_or_leads_elsewhere_or_is_missing_makes_no_client()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = Document($",\"x\":\"{new string('a', 6 * 1024)}\"");
        Assert.Null(await FindAsync(server));
        server.Answer = http =>
        {
            http.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        Assert.Null(await FindAsync(server));
        server.Answer = http =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        Assert.Null(await FindAsync(server));
        Assert.DoesNotContain("/elsewhere", server.Asked);
    }

    [Theory]
    [InlineData("""["none","private_key_jwt"]""", "private_key_jwt", ClientType.Confidential)]
    [InlineData("""["none","client_secret_post"]""", "none", ClientType.Public)]
    public async Task Of_several_methods_the_preferred_one_that_the_server_has_is_used(string methods, string used, ClientType type)
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = Document(
            ",\"token_endpoint_auth_methods_supported\":" + methods + ",\"jwks_uri\":\"https://app.example.com/jwks\"");
        var client = await FindAsync(server);
        Assert.Equal(used, Assert.Single(client!.AuthenticationMethods));
        Assert.Equal(type, client.Type);
        Assert.Equal("https://app.example.com/jwks", client.JwksUri);
    }

    [Fact]
    public async Task A_name_that_could_show_other_words_is_not_used()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = Document().Replace("Assistant", "Assis\\u202Etant", StringComparison.Ordinal);
        Assert.Null((await FindAsync(server))!.DisplayName);
    }

    [Theory]
    [InlineData("app.example.com", true)]
    [InlineData("*.example.com", true)]
    [InlineData("*.app.example.com", false)]
    [InlineData("example.com", false)]
    public async Task Only_documents_of_the_allowed_hosts_are_fetched(string allowed, bool isFetched)
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = Document();
        Assert.Equal(isFetched, await FindAsync(server, configure: o => o.AllowedHosts.Add(allowed)) is not null);
        Assert.Equal(isFetched ? 1 : 0, server.Asked.Count);
    }

    [Fact]
    public async Task A_document_is_kept_as_long_as_its_server_says_and_errors_are_not_kept()
    {
        await using var server = await DocumentServer.StartAsync();
        var documents = server.Documents();
        ValueTask<Client?> AgainAsync() => documents.FindAsync(Id, From(server: server), TestContext.Current.CancellationToken);
        Assert.Null(await AgainAsync());
        server.Answer = http =>
        {
            (http.Response.ContentType, http.Response.Headers.CacheControl) = ("application/json", "max-age=600");
            return http.Response.WriteAsync(Document());
        };
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(await AgainAsync());
        server.Clock.Advance(TimeSpan.FromSeconds(599));
        Assert.NotNull(await AgainAsync());
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task A_network_that_names_many_new_documents_waits_and_the_known_ones_and_other_networks_do_not()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = Document();
        var documents = server.Documents(o => o.NewDocumentsPerMinute = 3);
        var ct = TestContext.Current.CancellationToken;
        Assert.NotNull(await documents.FindAsync(Id, From(server: server), ct));
        for (var i = 0; i < 10; i++) Assert.Null(await documents.FindAsync($"{DocumentServer.Origin}/{i}", From(server: server), ct));
        Assert.Equal(3, server.Asked.Count);
        Assert.NotNull(await documents.FindAsync(Id, From(server: server), ct));
        Assert.Null(await documents.FindAsync(DocumentServer.Origin + "/other", From("192.0.2.2", server), ct));
        Assert.Equal(4, server.Asked.Count);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await documents.FindAsync(DocumentServer.Origin + "/later", From(server: server), ct));
        Assert.Equal(5, server.Asked.Count);
    }

    [Fact]
    public async Task The_application_decides_what_is_fetched_and_used()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = Document(",\"scope\":\"read\"");
        var ct = TestContext.Current.CancellationToken;
        Assert.Null(await server.Documents(policy: new Policy(mayFetch: false)).FindAsync(Id, From(server: server), ct));
        Assert.Empty(server.Asked);
        var client = await server.Documents(policy: new Policy(mayFetch: true)).FindAsync(Id, From(server: server), ct);
        Assert.Equal("reviewed read", client!.DisplayName);
    }

    [Fact]
    public void A_setting_that_is_wrong_says_why()
    {
        var options = new ClientIdMetadataDocumentOptions
        {
            AllowedHosts = ["https://app.example.com"],
            Scopes = ["two words"],
            AuthenticationMethods = ["client_secret_post"],
            NewDocumentsPerMinute = 0,
        };
        Assert.Equal(4, options.Validate().Count());
        Assert.Empty(new ClientIdMetadataDocumentOptions { AllowedHosts = ["*.example.com"] }.Validate());
    }

    private sealed class Policy(bool mayFetch) : IClientIdMetadataPolicy
    {
        public ValueTask<bool> MayFetchAsync(Uri clientId, OAuthContext context, CancellationToken ct) => new(mayFetch);

        public ValueTask<Client?> ReviewAsync(
            Client client, System.Text.Json.JsonElement document, OAuthContext context, CancellationToken ct) =>
            new(client with { DisplayName = "reviewed " + document.GetProperty("scope").GetString() });
    }

    private sealed class Sender(IPAddress address) : OAuthRequest
    {
        public override string Method => "GET";

        public override Uri Uri => new("https://auth.example.com/oauth2/authorize");

        public override RequestParameters Parameters => RequestParameters.Empty;

        public override IPAddress? RemoteAddress => address;

        public override IReadOnlyList<string?> Header(string name) => [];
    }
}
