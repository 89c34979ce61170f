using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Jwt.Tests.Clients;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.Jwt.Tests.JwtBearer;

/// <summary>The keys that a trusted issuer publishes: nothing is fetched before the cheap checks pass.</summary>
[RfcSection("RFC 7523", "3")]
public sealed class IssuerKeysTests : IAsyncLifetime
{
    private const string Idp = "https://idp.example.com";

    private readonly FakeTimeProvider _clock = new(TestIssuer.Now);
    private readonly TestIssuer _key = new();
    private readonly InMemoryModel _model = new();
    private readonly JwtBearerOptions _options = new();
    private KeyServer _server = null!;
    private OutboundHttp _http = null!;
    private IssuerKeys _keys = null!;

    private static Client Service { get; } = new() { Id = "service", Type = ClientType.Confidential };

    public async ValueTask InitializeAsync()
    {
        _server = await KeyServer.StartAsync();
        _server.Json = TestIssuer.KeySet(_key.Jwk());
        _http = new(new() { AllowPrivateAddresses = true }, _clock);
        _keys = new(_http, null, _clock);
        _options.Issuers = [Trust()];
    }

    public async ValueTask DisposeAsync()
    {
        _keys.Dispose();
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task They_are_fetched_when_an_assertion_needs_them_and_kept()
    {
        Assert.Empty(_server.Asked);
        await AcceptAsync(Assertion());
        await AcceptAsync(Assertion());
        Assert.Single(_server.Asked);
    }

    [Theory]
    [InlineData("iss", "https://other.example.com")]
    [InlineData("iss", TestIssuer.Name)]
    [InlineData("aud", "https://other.example.com")]
    [InlineData("exp", 1)]
    [InlineData("exp", 4_000_000_000)]
    [InlineData("client_id", "other")]
    [InlineData("jti", null)]
    [InlineData("sub", null)]
    public async Task Nothing_is_fetched_for_wrong_claims(string claim, object? value)
    {
        await RefuseAsync(Assertion(Changed(claim, JsonValue.Create(value))));
        Assert.Empty(_server.Asked);
    }

    [Theory]
    [InlineData("typ", "at+jwt")]
    [InlineData("typ", null)]
    [InlineData("alg", "HS256")]
    [InlineData("alg", "none")]
    public async Task Nothing_is_fetched_for_a_wrong_header(string member, string? value)
    {
        var header = Header();
        if (value is null) header.Remove(member);
        else header[member] = value;
        await RefuseAsync(_key.Sign(header, Claims()));
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task Nothing_is_fetched_for_a_client_that_the_issuer_is_not_trusted_for()
    {
        await RefuseAsync(_key.Sign(Header(), Changed("client_id", "other")), Service with { Id = "other" });
        await RefuseAsync(Assertion(), Service with { Type = ClientType.Public });
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task A_new_key_is_found_by_one_more_fetch_and_an_unknown_one_does_not_cause_many()
    {
        await AcceptAsync(Assertion());
        var next = new TestIssuer(keyId: "k2");
        _server.Json = TestIssuer.KeySet(_key.Jwk(), next.Jwk());
        _clock.Advance(TimeSpan.FromSeconds(11));
        await AcceptAsync(Sign(next));
        Assert.Equal(2, _server.Asked.Count);
        for (var i = 0; i < 10; i++) await RefuseAsync(Sign(new TestIssuer(keyId: "k3")));
        Assert.InRange(_server.Asked.Count, 2, 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"keys\":[]}")]
    [InlineData("<html>")]
    public async Task What_is_no_key_set_refuses_the_assertion(string document)
    {
        _server.Json = document;
        await RefuseAsync(Assertion());
    }

    [Fact]
    public async Task An_issuer_of_the_model_is_used_and_a_wrong_one_is_an_error_of_the_programmer()
    {
        var trust = Trust();
        _options.Issuers = [];
        await AcceptAsync(Assertion(), new ModelWithIssuer(trust));
        trust.Scopes = [];
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(Assertion(), Service, new ModelWithIssuer(trust)));
        trust.Scopes = ["a"];
        trust.Issuer = "https://other.example.com";
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(Assertion(), Service, new ModelWithIssuer(trust)));
    }

    private TrustedIssuer Trust() =>
        new() { Issuer = Idp, JwksUri = _server.AddressOf(), Clients = ["service"], Scopes = ["a"] };

    private JsonObject Header(TestIssuer? key = null) => new()
    {
        ["alg"] = (key ?? _key).Algorithm, ["kid"] = (key ?? _key).KeyId, ["typ"] = "oauth-id-jag+jwt",
    };

    private JsonObject Claims() => new()
    {
        ["iss"] = Idp,
        ["sub"] = "idp-alice",
        ["aud"] = TestIssuer.Name,
        ["client_id"] = "service",
        ["jti"] = Guid.NewGuid().ToString(),
        ["iat"] = _clock.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = _clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds(),
    };

    private JsonObject Changed(string claim, JsonNode? value)
    {
        var claims = Claims();
        if (value is null) claims.Remove(claim);
        else claims[claim] = value;
        return claims;
    }

    private string Assertion(JsonObject? claims = null) => _key.Sign(Header(), claims ?? Claims());

    private string Sign(TestIssuer key) => key.Sign(Header(key), Claims());

    private async Task<Outcome<VerifiedAssertion>> ReadAsync(string assertion, Client client, IAssertionModel? model = null)
    {
        var environment = new OAuthEnvironment(new() { Issuer = TestIssuer.Name }, _clock);
        var context = new OAuthContext { Request = new Post(), Issuer = TestIssuer.Name, Now = _clock.GetUtcNow() };
        return await new Assertions(_keys, _options, model ?? _model, environment).ReadAsync(
            assertion, client, context, TestContext.Current.CancellationToken);
    }

    private async Task AcceptAsync(string assertion, IAssertionModel? model = null)
    {
        var outcome = await ReadAsync(assertion, Service, model);
        Assert.False(outcome.IsError(out var error, out var read), $"{error} {error?.Rule} {error?.Detail}");
        Assert.Equal("idp-alice", read!.Assertion.Subject);
    }

    private async Task RefuseAsync(string assertion, Client? client = null)
    {
        Assert.True((await ReadAsync(assertion, client ?? Service)).IsError(out var error, out _), "The assertion was accepted.");
        Assert.Equal(("invalid_grant", "The assertion is not valid."), (error.Code, error.Description));
        Assert.NotNull(error.Rule);
        Assert.NotNull(error.Detail);
    }

    private sealed class ModelWithIssuer(TrustedIssuer trust) : InMemoryModel, IAssertionModel
    {
        public ValueTask<TrustedIssuer?> GetTrustedIssuerAsync(string issuer, OAuthContext context, CancellationToken ct) => new(trust);
    }

    private sealed class Post : OAuthRequest
    {
        public override string Method => "POST";

        public override Uri Uri { get; } = new(TestIssuer.Name + "/oauth2/token");

        public override RequestParameters Parameters { get; } = RequestParameters.Of([]);

        public override IReadOnlyList<string?> Header(string name) => [];
    }
}
