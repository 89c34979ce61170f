namespace OAuth2Server.Tests.Rfc9700;

[RfcSection("RFC 9700", "4.11")]
[RfcSection("RFC 9700", "4.12")]
[RfcSection("RFC 9700", "4.2.4")]
public abstract class Redirects<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_redirect_is_303_so_that_a_browser_does_not_post_a_password_on()
    {
        var server = Start();
        (await server.SendAsync(WireRequest.Post(Endpoint.Authorization, Known.Authorization))).MustBe(303);
        (await server.AuthorizeAsync(Known.Authorization, ScriptedConsent.Denied)).MustBe(303);
    }

    [Fact]
    public async Task A_redirect_is_not_cached_and_tells_no_referrer()
    {
        var server = Start();
        var answer = (await server.AuthorizeAsync(Known.Authorization)).MustGiveCode();
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/cb")]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "web")]
    public async Task Nobody_is_sent_to_a_uri_that_no_client_has_registered(string name, string value)
    {
        var server = Start();
        var query = Known.Authorization.With(name, value).With("response_type", "token");
        Assert.Null((await server.AuthorizeAsync(query)).MustBe(400).Location);
        Assert.Null((await server.AuthorizeAsync(query, ScriptedConsent.Denied)).MustBe(400).Location);
    }
}
