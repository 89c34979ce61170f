using System.Net;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.Jwt.Tests.ClientIdMetadataDocument02;

/// <summary>A server whose clients describe themselves: when their documents are fetched, and what happens while they cannot be.</summary>
public sealed class DescribedClientTests
{
    private const string Id = DocumentServer.ClientId;
    private const string Issuer = "https://auth.example.com";
    private const string Valid = "response_type=code&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        + "&code_challenge_method=S256&redirect_uri=https%3A%2F%2Fapp.example.com%2Fback&scope=read";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static AuthorizationServer Server(Model model, DocumentServer server) =>
        new(model, new OAuthEnvironment(Options(), clock: server.Clock), [new AuthorizationCodeGrant(model)]);

    private static OAuth2ServerOptions Options() => new() { Issuer = Issuer };

    private static Request Authorize(string query, string id = Id) => new("GET", $"client_id={Uri.EscapeDataString(id)}&{query}");

    private static async Task<OAuthError?> RefusalAsync(AuthorizationServer server, Request request) =>
        (await server.AuthorizeAsync(request, Ct)).Response?.Error;

    private static Token TokenOf(string text, DateTimeOffset now) => new()
    {
        Access = new()
        {
            Id = "t1",
            Hash = SecretHash.Of(text),
            Authorization = new() { Id = "a1", Issuer = Issuer, ClientId = Id, Scope = Scope.Of("read"), GrantedAt = now },
            Scope = Scope.Of("read"),
            IssuedAt = now,
            ExpiresAt = now.AddDays(30),
        },
    };

    private static async Task<bool> IsAcceptedAsync(Model model, DocumentServer server)
    {
        var resource = new ResourceServer(model, new OAuthEnvironment(Options(), clock: server.Clock));
        var outcome = await resource.AuthenticateAsync(new Request("GET", "") { Authorization = "Bearer token" }, Scope.Empty, null, Ct);
        return !outcome.IsError(out _, out _);
    }

    [Theory]
    [InlineData("")]
    [InlineData("response_type=token&code_challenge=x")]
    [InlineData("response_type=code")]
    [InlineData("response_type=code&code_challenge=x&scope=a&scope=b")]
    [InlineData("request_uri=https://client.example.com/request")]
    [InlineData("request_uri=urn:ietf:params:oauth:request_uri:unknown")]
    [InlineData("request=x")]
    [InlineData("request=a.b.c")]
    public async Task Nothing_is_fetched_for_a_request_that_is_refused_for_every_client(string query)
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = ClientIdMetadataDocumentTests.Document();
        var model = new Model(server);
        Assert.NotNull(await RefusalAsync(Server(model, server), Authorize(query)));
        Assert.Empty(server.Asked);
        Assert.Null(await RefusalAsync(Server(model, server), Authorize(Valid)));
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData("token", "", "invalid_request")]
    [InlineData("token", "grant_type=unknown", "unsupported_grant_type")]
    [InlineData("token", "grant_type=authorization_code&code=x&scope=%22", "invalid_scope")]
    [InlineData("token", "grant_type=authorization_code&code=x&client_secret=y", "invalid_client")]
    [InlineData("par", "", "invalid_request")]
    [InlineData("par", "response_type=token&code_challenge=x", "unsupported_response_type")]
    [InlineData("par", "request_uri=urn:ietf:params:oauth:request_uri:x", "invalid_request")]
    [InlineData("revoke", "", "invalid_request")]
    [InlineData("introspect", "", "invalid_request")]
    [InlineData("introspect", "token=x", "invalid_client")]
    public async Task Nothing_is_fetched_for_a_request_of_another_endpoint_that_is_refused_for_every_such_client(
        string endpoint, string form, string error)
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = ClientIdMetadataDocumentTests.Document();
        var target = Server(new(server), server);
        var request = new Request("POST", $"client_id={Uri.EscapeDataString(Id)}&{form}");
        var answer = endpoint switch
        {
            "token" => await target.TokenAsync(request, Ct),
            "par" => await target.PushAuthorizationAsync(request, Ct),
            "revoke" => await target.RevokeAsync(request, Ct),
            _ => await target.IntrospectAsync(request, Ct),
        };
        Assert.Equal(error, answer.Error?.Code);
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task A_client_that_cannot_be_fetched_now_is_told_to_come_again_and_one_without_a_document_is_unknown()
    {
        await using var server = await DocumentServer.StartAsync();
        var model = new Model(server);
        server.Answer = http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        var refused = await RefusalAsync(Server(model, server), Authorize(Valid));
        Assert.Equal(("temporarily_unavailable", 503), (refused!.Code, refused.Status));
        var atToken = await Server(model, server).TokenAsync(
            new Request("POST", $"grant_type=authorization_code&code=x&client_id={Uri.EscapeDataString(Id)}"), Ct);
        Assert.Equal((503, "10"), (atToken.Status, atToken.Header("Retry-After")));

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        server.Answer = http =>
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        Assert.Equal("invalid_client", (await RefusalAsync(Server(model, server), Authorize(Valid)))!.Code);
    }

    [Fact]
    public async Task A_token_that_was_issued_counts_without_a_fetch_until_it_expires_or_the_operator_disables_its_client()
    {
        await using var server = await DocumentServer.StartAsync();
        var model = new Model(server);
        await model.SaveTokenAsync(TokenOf("token", server.Clock.GetUtcNow()), ClientIdMetadataDocumentTests.From(server: server), Ct);
        Assert.True(await IsAcceptedAsync(model, server));
        server.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True(await IsAcceptedAsync(model, server));
        Assert.Empty(server.Asked);
        model.Disabled = true;
        Assert.False(await IsAcceptedAsync(model, server));
    }

    [Fact]
    public async Task A_token_ends_when_the_document_that_was_fetched_last_makes_no_client_or_its_host_is_not_allowed_any_more()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = ClientIdMetadataDocumentTests.Document();
        var model = new Model(server);
        var context = ClientIdMetadataDocumentTests.From(server: server);
        await model.SaveTokenAsync(TokenOf("token", server.Clock.GetUtcNow()), context, Ct);
        Assert.NotNull(await model.GetClientAsync(Id, context, Ct));
        server.Json = ClientIdMetadataDocumentTests.Document(",\"token_endpoint_auth_method\":\"private_key_jwt\"");
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await model.GetClientAsync(Id, ClientIdMetadataDocumentTests.From(server: server), Ct));
        Assert.False(await IsAcceptedAsync(model, server));

        var elsewhere = new Model(server, options => options.AllowedHosts.Add("other.example.com"));
        await elsewhere.SaveTokenAsync(TokenOf("token", server.Clock.GetUtcNow()), context, Ct);
        Assert.False(await IsAcceptedAsync(elsewhere, server));
    }

    [Fact]
    public async Task A_document_that_makes_no_client_is_not_kept()
    {
        await using var server = await DocumentServer.StartAsync();
        server.Json = ClientIdMetadataDocumentTests.Document(",\"grant_types\":[\"password\"]");
        var documents = server.Documents();
        ValueTask<Client?> AgainAsync() => documents.FindAsync(Id, ClientIdMetadataDocumentTests.From(server: server), Ct);
        Assert.Null(await AgainAsync());
        server.Json = ClientIdMetadataDocumentTests.Document();
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull(await AgainAsync());
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task A_network_has_two_fetches_at_the_same_time_and_others_need_not_wait_for_it()
    {
        await using var server = await DocumentServer.StartAsync();
        var gate = new TaskCompletionSource();
        server.Answer = async http =>
        {
            await gate.Task;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("{}");
        };
        var documents = server.Documents();
        var slow = Enumerable.Range(0, 4).Select(i => documents.FindAsync(
            $"https://host{i}.example.net/a", ClientIdMetadataDocumentTests.From("2001:db8:1:100::1", server), Ct).AsTask()).ToArray();
        // Another /64 of the same /56.
        var same = ClientIdMetadataDocumentTests.From("2001:db8:1:1ff::2", server);
        Assert.Null(await documents.FindAsync(Id, same, Ct));
        Assert.True(same.IsClientUnavailable);
        gate.SetResult();
        await Task.WhenAll(slow);
        server.Json = ClientIdMetadataDocumentTests.Document();
        Assert.NotNull(await documents.FindAsync(Id, ClientIdMetadataDocumentTests.From("2001:db8:1:1ff::2", server), Ct));
    }

    [Fact]
    public async Task Waiting_for_the_fetch_of_another_request_and_using_what_is_kept_is_not_counted()
    {
        await using var server = await DocumentServer.StartAsync();
        var gate = new TaskCompletionSource();
        server.Answer = async http =>
        {
            await gate.Task;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(ClientIdMetadataDocumentTests.Document());
        };
        var documents = server.Documents(o => o.NewDocumentsPerMinute = 1);
        var all = Enumerable.Range(0, 30).Select(_ => documents.FindAsync(
            Id, ClientIdMetadataDocumentTests.From(server: server), Ct).AsTask()).ToArray();
        gate.SetResult();
        var found = await Task.WhenAll(all);
        Assert.True(Array.TrueForAll(found, client => client is not null));
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_permission_for_addresses_of_other_clients_is_none_for_a_client_that_describes_itself(bool isAllowed)
    {
        using var http = new OutboundHttp(new()
        {
            AllowPrivateAddresses = true,
            AllowPrivateAddressesOfSelfRegistered = isAllowed,
        });
        var own = new Client { Id = "own", Type = ClientType.Confidential };
        Assert.Same(http, http.For(own));
        var self = http.For(own.AsSelfRegistered());
        Assert.Same(http.ForSelfRegistered, self);
        await using var server = await DocumentServer.StartAsync();
        server.Json = "{}";
        using var allowed = new HttpRequestMessage(HttpMethod.Get, server.Address);
        Assert.Equal(200, (await http.SendAsync(allowed, 10, Ct)).Status);
        using var named = new HttpRequestMessage(HttpMethod.Get, server.Address.Replace("http:", "https:", StringComparison.Ordinal));
        Assert.Equal(!isAllowed, (await self.SendAsync(named, 10, Ct)).IsRefused);
        Assert.Single(server.Asked);
    }

    private sealed class Model(DocumentServer server, Action<ClientIdMetadataDocumentOptions>? configure = null)
        : InMemoryModel(server.Clock)
    {
        private readonly ClientIdMetadataDocuments _documents = server.Documents(configure);

        internal bool Disabled { get; set; }

        public override async ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
            Disabled ? null : await _documents.FindAsync(clientId, context, ct);
    }

    private sealed class Request(string method, string parameters) : OAuthRequest
    {
        internal string? Authorization { get; init; }

        public override string Method => method;

        public override Uri Uri => new(Issuer + "/oauth2/authorize");

        public override RequestParameters Parameters { get; } = RequestParameters.FromQuery(parameters);

        public override IPAddress? RemoteAddress => IPAddress.Parse("192.0.2.1");

        public override IReadOnlyList<string?> Header(string name) =>
            name == "Authorization" && Authorization is not null ? [Authorization] : [];
    }
}
