namespace OAuth2Server.Tests.Rfc8414;

[RfcSection("RFC 8414", "3")]
[RfcSection("RFC 8414", "3.1")]
[RfcSection("RFC 8414", "3.3")]
public abstract class MetadataRequests<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData("https://auth.example.com", Known.Metadata)]
    [InlineData("https://auth.example.com", Known.Metadata + "/")]
    [InlineData("https://auth.example.com/", Known.Metadata)]
    [InlineData("https://auth.example.com/tenant", Known.Metadata + "/tenant")]
    [InlineData("https://auth.example.com/tenant/", Known.Metadata + "/tenant")]
    [InlineData("https://auth.example.com/tenant", Known.Metadata + "/tenant/")]
    [InlineData("https://auth.example.com/a/b", Known.Metadata + "/a/b")]
    [InlineData("https://auth.example.com/a%20b", Known.Metadata + "/a%20b")]
    public async Task The_issuers_path_stands_behind_the_well_known_one(string issuer, string path)
    {
        var answer = (await Start(s => s.Options.Issuer = issuer).MetadataAsync(path)).MustBe(200);
        Assert.Equal(issuer, answer["issuer"]);
        Assert.Equal(issuer.TrimEnd('/') + "/oauth2/token", answer["token_endpoint"]);
    }

    [Theory]
    [InlineData("https://auth.example.com", Known.Metadata + "/tenant")]
    [InlineData("https://auth.example.com/tenant", Known.Metadata)]
    [InlineData("https://auth.example.com/tenant", Known.Metadata + "/Tenant")]
    [InlineData("https://auth.example.com/tenant", Known.Metadata + "/tenant/x")]
    [InlineData("https://auth.example.com/tenant", Known.Metadata + "/tenan")]
    [InlineData("https://auth.example.com/tenant", Known.Metadata + "//tenant")]
    [InlineData("https://auth.example.com", Known.Metadata + "//evil.example.com")]
    public async Task A_path_that_is_not_the_issuers_has_no_metadata(string issuer, string path)
    {
        var answer = (await Start(s => s.Options.Issuer = issuer).MetadataAsync(path)).MustBe(404);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.DoesNotContain("token_endpoint", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_issuers_the_one_that_the_path_names_is_asked_for()
    {
        var asked = new List<string>();
        var server = Start(s => s.Options.ResolveIssuer = uri =>
        {
            asked.Add(uri.AbsoluteUri);
            return uri.AbsolutePath.StartsWith("/one/", StringComparison.Ordinal)
                ? "https://auth.example.com/one"
                : "https://auth.example.com/two";
        });
        Assert.Equal("https://auth.example.com/one", (await server.MetadataAsync(Known.Metadata + "/one")).MustBe(200)["issuer"]);
        Assert.Equal("https://auth.example.com/two", (await server.MetadataAsync(Known.Metadata + "/two")).MustBe(200)["issuer"]);
        (await server.MetadataAsync(Known.Metadata + "/three")).MustBe(404);
        (await server.MetadataAsync()).MustBe(404);
        (await server.MetadataAsync(Known.Metadata + "//evil.example.com")).MustBe(404);
        Assert.Equal(
            [
                "https://auth.example.com/one/",
                "https://auth.example.com/two/",
                "https://auth.example.com/three/",
                "https://auth.example.com/",
                "https://auth.example.com//evil.example.com/",
            ],
            asked);
    }

    [Fact]
    public async Task A_resolver_that_fails_is_a_server_error()
    {
        var server = Start(s => s.Options.ResolveIssuer = _ => throw new InvalidOperationException("There is no such tenant."));
        Assert.DoesNotContain("tenant", (await server.MetadataAsync()).MustRefuse("server_error", 500).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Only_reading_is_answered(string method)
    {
        var answer = await Start().SendAsync(new(Endpoint.Metadata, method));
        Assert.Equal("GET, HEAD", answer.MustRefuse("invalid_request", 405).Header("Allow"));
    }
}
