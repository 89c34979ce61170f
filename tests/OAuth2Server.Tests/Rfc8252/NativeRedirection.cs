namespace OAuth2Server.Tests.Rfc8252;

[RfcSection("RFC 8252", "7.1")]
[RfcSection("RFC 8252", "7.3")]
[RfcSection("RFC 8252", "8.3")]
public abstract class NativeRedirection<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer With(string registered, bool anyLocalhostPort = false, bool schemesWithoutDot = false) => Start(s =>
        s.Store.AddClient(Known.App with
        {
            RedirectUris = [registered],
            AnyLocalhostPort = anyLocalhostPort,
            SchemesWithoutDot = schemesWithoutDot,
        }));

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb")]
    [InlineData("http://127.0.0.1:8080/cb", "http://127.0.0.1:9/cb")]
    [InlineData("http://127.0.0.1:8080/cb", "http://127.0.0.1/cb")]
    [InlineData("http://127.0.0.1", "http://127.0.0.1:65535")]
    [InlineData("http://127.0.0.1/cb?x=1", "http://127.0.0.1:5000/cb?x=1")]
    [InlineData("http://[::1]/cb", "http://[::1]:49152/cb")]
    [InlineData("http://localhost:3000/cb", "http://localhost:3000/cb")]
    public async Task The_port_of_a_loopback_address_may_be_any(string registered, string requested)
    {
        var server = With(registered);
        var answer = (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", requested))).MustGiveCode();
        Assert.StartsWith(requested, answer.Location, StringComparison.Ordinal);
        (await server.TokenAsync(Known.Redemption(answer.Code).With("redirect_uri", requested))).MustIssue();
    }

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/CB")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/cb/")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/cb?x=1")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/cb#x")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:65536/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:-1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:+1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1: 1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1@evil.example/cb")]
    [InlineData("http://127.0.0.1/cb", "http://user@127.0.0.1:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1.evil.example:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.11:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.2:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.1:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://2130706433:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://[::1]:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://localhost:1/cb")]
    [InlineData("http://127.0.0.1/cb", "https://127.0.0.1:1/cb")]
    [InlineData("https://127.0.0.1/cb", "https://127.0.0.1:1/cb")]
    [InlineData("http://127.0.0.1", "http://127.0.0.1:80cb")]
    [InlineData("http://[::1]/cb", "http://[0:0:0:0:0:0:0:1]:1/cb")]
    [InlineData("http://localhost/cb", "http://localhost:1/cb")]
    [InlineData("http://localhost/cb", "http://127.0.0.1:1/cb")]
    [InlineData("https://app.example.org/cb", "https://app.example.org:1/cb")]
    public async Task Nothing_but_that_port_may_differ(string registered, string requested)
    {
        var server = With(registered);
        (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", requested))).MustShowPage("invalid_request");
    }

    [Fact]
    public async Task The_token_request_repeats_the_port_that_was_used()
    {
        var server = With("http://127.0.0.1/cb");
        var code = await server.CodeAsync(Known.Authorization.With("redirect_uri", "http://127.0.0.1:1111/cb"));
        (await server.TokenAsync(Known.Redemption(code).With("redirect_uri", "http://127.0.0.1:2222/cb"))).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task The_name_localhost_counts_as_an_address_only_for_a_client_that_is_registered_so()
    {
        var server = With("http://localhost/cb", anyLocalhostPort: true);
        (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", "http://localhost:4711/cb"))).MustGiveCode();
        (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", "http://localhost.evil.example:4711/cb")))
            .MustShowPage("invalid_request");
    }

    [Theory]
    [InlineData("com.example.app:/cb")]
    [InlineData("com.example.app://cb")]
    public async Task A_private_use_scheme_with_a_dot_is_a_redirect_uri(string uri)
    {
        var server = With(uri);
        var answer = (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", uri))).MustGiveCode();
        Assert.StartsWith(uri + "?code=", answer.Location, StringComparison.Ordinal);
        (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", uri + "/"))).MustShowPage("invalid_request");
    }

    [Theory]
    [InlineData("exampleapp:/cb")]
    [InlineData("exampleapp://host/cb?x=1")]
    public async Task A_private_use_scheme_without_a_dot_is_one_only_for_a_client_that_is_registered_so(string uri)
    {
        (await With(uri).AuthorizeAsync(Known.Authorization.With("redirect_uri", uri))).MustShowPage("invalid_request");
        var server = With(uri, schemesWithoutDot: true);
        var answer = (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", uri))).MustGiveCode();
        Assert.StartsWith(uri, answer.Location, StringComparison.Ordinal);
        (await server.TokenAsync(Known.Redemption(answer.Code).With("redirect_uri", uri))).MustIssue();
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("blob:https://app.example.org/1")]
    [InlineData("vbscript:x")]
    [InlineData("mailto:a@example.org")]
    [InlineData("http://app.example.org/cb")]
    [InlineData("ws://app.example.org/cb")]
    [InlineData("exampleapp:/cb#x")]
    public async Task No_registration_permits_a_scheme_that_a_browser_handles_itself(string uri)
    {
        var server = With(uri, schemesWithoutDot: true);
        (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", uri))).MustShowPage("invalid_request");
    }
}
