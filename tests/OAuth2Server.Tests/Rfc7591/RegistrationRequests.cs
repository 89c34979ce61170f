namespace OAuth2Server.Tests.Rfc7591;

/// <summary>The request is one JSON object in a POST.</summary>
[RfcSection("RFC 7591", "3.1")]
public abstract class RegistrationRequests<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Another_method_is_refused(string method)
    {
        var answer = (await Start(Registering.Open).SendAsync(new(Endpoint.Registration, method) { Path = Known.Registration }))
            .MustRefuse("invalid_request", 405);
        Assert.Equal("POST", answer.Header("Allow"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"redirect_uris":["https://b.example/"]}""")]
    [InlineData("""{"client_name":"\ud800"}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"]} {}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],}""")]
    public async Task What_is_no_strict_json_object_is_refused(string body) =>
        (await Start(Registering.Open).RegisterAsync(body)).MustRefuse("invalid_request");

    [Fact]
    public async Task A_body_that_is_deep_or_large_is_refused()
    {
        var server = Start(Registering.Open);
        (await server.RegisterAsync($$"""{"x":{{new string('[', 40)}}{{new string(']', 40)}}}""")).MustRefuse("invalid_request");
        (await server.RegisterAsync($$"""{"x":"{{new string('x', 70_000)}}"}""")).MustRefuse("invalid_request", 413);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("application/jwt")]
    public async Task Another_media_type_is_refused(string type) =>
        (await Start(Registering.Open).SendAsync(new(Endpoint.Registration, "POST")
        {
            Path = Known.Registration,
            ContentType = type,
            Body = "{}"u8.ToArray(),
        })).MustRefuse("invalid_request");
}
