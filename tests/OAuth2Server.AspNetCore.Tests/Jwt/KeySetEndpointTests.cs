using System.Text.Json;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore.Tests.Jwt;

/// <summary>The key set over HTTP.</summary>
[RfcSection("RFC 7517", "5")]
public sealed class KeySetEndpointTests : SiteTests
{
    private const string KeySet = "/oauth2/jwks";

    private readonly InMemoryModel _model = new();

    [Fact]
    [RfcSection("RFC 8414", "2")]
    public async Task The_metadata_names_it_below_the_path_of_the_endpoints()
    {
        Assert.Equal(Known.Issuer + KeySet, (await new Browser(WithKeys()).GetAsync(Known.Metadata)).MustBe(200)["jwks_uri"]);
        var other = Start(server: s => Add(s), endpoints: e => e.MapOAuth2Server("/connect"));
        Assert.Equal(Known.Issuer + "/connect/jwks", (await new Browser(other).GetAsync(Known.Metadata)).MustBe(200)["jwks_uri"]);
        Assert.Equal(2, KeysOf((await new Browser(other).GetAsync("/connect/jwks")).MustBe(200)).Length);
    }

    [Theory]
    [InlineData("https://auth.example.com/tenant", "/oauth2/jwks", Known.Metadata + "/tenant")]
    [InlineData("https://auth.example.com/tenant/", "/oauth2/jwks", Known.Metadata + "/tenant")]
    public async Task An_issuer_with_a_path_has_it_below_its_path(string issuer, string path, string metadata)
    {
        var site = Start(server: s => Add(s, issuer));
        Assert.Equal(issuer.TrimEnd('/') + path, (await new Browser(site).GetAsync(metadata)).MustBe(200)["jwks_uri"]);
        (await new Browser(site).GetAsync(path)).MustBe(200);
    }

    [Fact]
    public async Task Several_issuers_of_one_server_have_one_set_of_keys()
    {
        var site = Start(server: s => s.AddOAuth2Server(_model, o => o.ResolveIssuer = uri =>
            "https://auth.example.com/" + (uri.AbsolutePath.StartsWith("/one/", StringComparison.Ordinal) ? "one" : "two"))
            .AddClientCredentials().AddJwt(EllipticOnly));
        foreach (var name in (string[])["one", "two"])
        {
            var answer = (await new Browser(site).GetAsync($"{Known.Metadata}/{name}")).MustBe(200);
            Assert.Equal($"https://auth.example.com/{name}/oauth2/jwks", answer["jwks_uri"]);
        }
        Assert.Single(KeysOf((await new Browser(site).GetAsync(KeySet)).MustBe(200)));
    }

    [Fact]
    [RfcSection("RFC 7517", "8.5")]
    public async Task It_has_the_registered_type_and_may_be_kept_for_five_minutes_and_read_by_every_page()
    {
        var answer = (await new Browser(WithKeys()).SendAsync("GET", KeySet, [("Origin", "https://any.example")])).MustBe(200);
        Assert.Equal("application/jwk-set+json", answer.Header("Content-Type"));
        Assert.Equal("public, max-age=300", answer.Header("Cache-Control"));
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal(2, KeysOf(answer).Distinct().Count());
    }

    [Theory]
    [InlineData(1, "15")]
    [InlineData(10, "150")]
    [InlineData(20, "300")]
    public async Task It_is_kept_for_a_quarter_of_the_time_of_publication_at_the_most(int minutes, string seconds)
    {
        var site = Start(server: s => Add(s, configure: o =>
        {
            EllipticOnly(o);
            (o.PublishedBefore, o.RefreshEvery) = (TimeSpan.FromMinutes(minutes), TimeSpan.FromSeconds(5));
        }));
        Assert.Equal("public, max-age=" + seconds, (await new Browser(site).GetAsync(KeySet)).Header("Cache-Control"));
    }

    [Fact]
    [RfcSection("RFC 7517", "9.2")]
    public async Task It_has_no_private_member()
    {
        using var set = JsonDocument.Parse((await new Browser(WithKeys()).GetAsync(KeySet)).MustBe(200).Body);
        foreach (var key in set.RootElement.GetProperty("keys").EnumerateArray())
            Assert.Empty(key.EnumerateObject().Select(m => m.Name).Intersect(["d", "p", "q", "dp", "dq", "qi", "oth", "k"]));
    }

    [Fact]
    public async Task A_set_that_is_known_is_not_sent_again_and_a_rotation_gives_it_another_tag()
    {
        var site = WithKeys();
        var tag = (await new Browser(site).GetAsync(KeySet)).Header("ETag")!;
        foreach (var known in (string[])[tag, "W/" + tag, $"\"other\", {tag}", "*"])
        {
            var answer = (await new Browser(site).SendAsync("GET", KeySet, [("If-None-Match", known)])).MustBe(304);
            Assert.Empty(answer.Body);
            Assert.Equal((tag, "public, max-age=300"), (answer.Header("ETag"), answer.Header("Cache-Control")));
        }
        await site.Services.GetRequiredService<SigningKeys>().RotateAsync(_model, KeyRotation.Immediate, default);
        var changed = (await new Browser(site).SendAsync("GET", KeySet, [("If-None-Match", tag)])).MustBe(200);
        Assert.NotEqual(tag, changed.Header("ETag"));
        Assert.Equal(4, KeysOf(changed).Length);
    }

    [Fact]
    public async Task Only_GET_and_HEAD_are_answered()
    {
        var site = WithKeys();
        var head = (await new Browser(site).SendAsync("HEAD", KeySet)).MustBe(200);
        Assert.Equal(("application/jwk-set+json", 0), (head.Header("Content-Type"), head.Body.Length));
        foreach (var method in (string[])["POST", "PUT", "DELETE", "PATCH", "BREW"])
        {
            var refused = (await new Browser(site).SendAsync(method, KeySet)).MustBe(405);
            Assert.Equal(("GET, HEAD", "no-store"), (refused.Header("Allow"), refused.Header("Cache-Control")));
        }
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_at_the_first_request_is_a_server_error()
    {
        using var log = new CapturedLog();
        Setup.Logging = log;
        var site = Start(server: s => s.AddOAuth2Server<NoKeys>(o => o.Issuer = Known.Issuer, ServiceLifetime.Singleton).AddJwt());
        (await new Browser(site).GetAsync(KeySet)).MustRefuse("server_error", 500);
    }

    private Site WithKeys() => Start(server: s => Add(s));

    private void Add(IServiceCollection services, string issuer = Known.Issuer, Action<SigningKeyOptions>? configure = null) =>
        services.AddOAuth2Server(_model, o => o.Issuer = issuer).AddClientCredentials().AddJwt(configure);

    private static void EllipticOnly(SigningKeyOptions options) => options.Algorithms = [SigningAlgorithm.ES256];

    private static string[] KeysOf(Answer answer)
    {
        using var set = JsonDocument.Parse(answer.Body);
        return [.. set.RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    private sealed class NoKeys : InMemoryModel, ISigningKeyModel
    {
        ValueTask<SigningKeyRing> ISigningKeyModel.GetSigningKeysAsync(CancellationToken ct) =>
            throw new InvalidOperationException("The database is away.");
    }
}
