namespace OAuth2Server.Tests.Rfc9126;

[RfcSection("RFC 9126", "2.2")]
public abstract class PushedAuthorizationResponse<T> : ProtocolTests<T> where T : ITransport
{
    private const string Prefix = "urn:ietf:params:oauth:request_uri:";

    [Fact]
    [RfcSection("RFC 9126", "2.2")]
    public async Task It_has_a_reference_and_its_lifetime()
    {
        var answer = (await Start(s => s.Options.PushedRequestLifetime = TimeSpan.FromSeconds(90)).PushAsync(Known.Authorization))
            .MustBe(201);
        Assert.Equal("expires_in request_uri", answer.Members());
        Assert.Equal(90, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    [RfcSection("RFC 9126", "7.1")]
    public async Task A_reference_is_256_random_bits_and_the_store_has_its_hash_only()
    {
        var server = Start();
        var uris = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            var uri = (await server.PushAsync(Known.Authorization)).MustBe(201)["request_uri"]!;
            Assert.StartsWith(Prefix, uri, StringComparison.Ordinal);
            Assert.Matches("^[A-Za-z0-9_-]{43}$", uri[Prefix.Length..]);
            Assert.True(uris.Add(uri));
            Assert.Contains(server.Store.Pushed, request => request.Hash.Equals(SecretHash.Of(uri.AsSpan(Prefix.Length).ToString())));
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("HEAD")]
    [RfcSection("RFC 9126", "2.3")]
    public async Task Another_method_than_post_is_refused(string method)
    {
        var answer = await Start().SendAsync(
            new(Endpoint.PushedAuthorization, method) { Query = WireRequest.Encode(Known.Authorization) });
        answer.MustBe(405);
        Assert.Equal("POST", answer.Header("Allow"));
    }

    [Fact]
    [RfcSection("RFC 9126", "5")]
    public async Task The_metadata_names_the_endpoint_and_whether_it_must_be_used()
    {
        var metadata = (await Start().MetadataAsync()).MustBe(200);
        Assert.Equal(Known.Issuer + "/oauth2/par", metadata["pushed_authorization_request_endpoint"]);
        Assert.False(metadata.Json.GetProperty("require_pushed_authorization_requests").GetBoolean());
        Assert.False(metadata.Json.GetProperty("request_uri_parameter_supported").GetBoolean());

        var strict = await Start(s => s.Options.RequirePushedAuthorizationRequests = true).MetadataAsync();
        Assert.True(strict.Json.GetProperty("require_pushed_authorization_requests").GetBoolean());
    }
}
