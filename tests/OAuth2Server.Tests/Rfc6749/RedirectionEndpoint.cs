namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "3.1.2")]
[RfcSection("RFC 6749", "3.1.2.3")]
[RfcSection("RFC 6749", "3.1.2.4")]
public abstract class RedirectionEndpoint<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer With(params string[] registered) => Start(s => s.Store.AddClient(Known.App with { RedirectUris = [.. registered] }));

    [Fact]
    public async Task One_of_several_registered_uris_is_used_when_it_is_named()
    {
        var server = With("https://one.example/cb", "https://two.example/cb");
        var answer = (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", "https://two.example/cb"))).MustGiveCode();
        Assert.StartsWith("https://two.example/cb?", answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_only_registered_uri_is_used_when_none_is_named()
    {
        var server = Start();
        var answer = (await server.AuthorizeAsync(Known.Authorization.Without("redirect_uri"))).MustGiveCode();
        Assert.StartsWith(Known.AppUri + "?", answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_several_registered_uris_one_must_be_named()
    {
        var server = With("https://one.example/cb", "https://two.example/cb");
        (await server.AuthorizeAsync(Known.Authorization.Without("redirect_uri"))).MustShowPage("invalid_request");
    }

    [Fact]
    public async Task With_no_registered_uri_nothing_is_redirected()
    {
        var server = With();
        (await server.AuthorizeAsync(Known.Authorization)).MustShowPage("invalid_request");
        (await server.AuthorizeAsync(Known.Authorization.Without("redirect_uri"))).MustShowPage("invalid_request");
    }

    [Theory]
    [InlineData("https://app.example.org/CB")]
    [InlineData("https://APP.example.org/cb")]
    [InlineData("HTTPS://app.example.org/cb")]
    [InlineData("https://app.example.org/cb/")]
    [InlineData("https://app.example.org/cb/../cb")]
    [InlineData("https://app.example.org/./cb")]
    [InlineData("https://app.example.org/%63b")]
    [InlineData("https://app.example.org/x/%2e%2e/cb")]
    [InlineData("https://app.example.org/cb?")]
    [InlineData("https://app.example.org/cb?x=1")]
    [InlineData("https://app.example.org/cb#")]
    [InlineData("https://app.example.org/cb#x")]
    [InlineData("https://app.example.org:443/cb")]
    [InlineData("https://app.example.org:8443/cb")]
    [InlineData("https://app.example.org./cb")]
    [InlineData("https://user@app.example.org/cb")]
    [InlineData("https://app.example.org@evil.example/cb")]
    [InlineData("https://app.example.org.evil.example/cb")]
    [InlineData("https://evil.example/https://app.example.org/cb")]
    [InlineData("https://app.example.org\\@evil.example/cb")]
    [InlineData("http://app.example.org/cb")]
    [InlineData("//app.example.org/cb")]
    [InlineData("/cb")]
    [InlineData(" https://app.example.org/cb")]
    [InlineData("https://app.example.org/cb ")]
    [InlineData("https://app.example.org/cb\n")]
    [InlineData("https://app.example.org/cb\0")]
    [InlineData("https://*.example.org/cb")]
    [InlineData("not a uri")]
    public async Task A_uri_that_only_looks_like_the_registered_one_is_shown_not_redirected(string lookAlike)
    {
        var server = Start();
        (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", lookAlike))).MustShowPage("invalid_request");
    }

    [Theory]
    [InlineData("https://app.example.org/cb#fragment")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("vbscript:x")]
    [InlineData("http://app.example.org/cb")]
    [InlineData("myapp:/cb")]
    [InlineData("https://user@app.example.org/cb")]
    [InlineData("https:/app.example.org/cb")]
    [InlineData("/cb")]
    public async Task A_dangerous_uri_is_not_used_even_when_somebody_registered_it(string dangerous)
    {
        var server = With(dangerous);
        (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", dangerous))).MustShowPage("invalid_request");
        (await server.AuthorizeAsync(Known.Authorization.Without("redirect_uri"))).MustShowPage("invalid_request");
    }

    [Fact]
    public async Task A_wildcard_is_only_a_character()
    {
        var server = With("https://app.example.org/*");
        (await server.AuthorizeAsync(Known.Authorization)).MustShowPage("invalid_request");
        (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", "https://app.example.org/*"))).MustGiveCode();
    }

    [Theory]
    [InlineData("https://app.example.org/cb?x=1&y=%20%2B", "x=1&y=%20%2B&")]
    [InlineData("https://app.example.org/cb?", "")]
    [InlineData("https://app.example.org/cb?x", "x&")]
    public async Task The_registered_query_is_kept_as_it_is(string registered, string kept)
    {
        var server = With(registered);
        var good = (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", registered))).MustGiveCode();
        Assert.StartsWith($"https://app.example.org/cb?{kept}code=", good.Location, StringComparison.Ordinal);
        var bad = await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", registered), ScriptedConsent.Denied);
        Assert.StartsWith($"https://app.example.org/cb?{kept}error=", bad.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("code")]
    [InlineData("iss")]
    [InlineData("error")]
    [InlineData("%73tate")]
    public async Task A_member_of_the_registered_query_never_stands_beside_the_servers_own(string name)
    {
        var uri = $"https://app.example.org/cb?{name}=old&keep=1";
        var server = With(uri);
        var good = (await server.AuthorizeAsync(Known.Authorization.With("redirect_uri", uri))).MustGiveCode();
        Assert.DoesNotContain("old", good.Location!, StringComparison.Ordinal);
        Assert.Equal("1", good.InLocation("keep"));
        Assert.Equal(Known.State, good.InLocation("state"));
        Assert.Equal(Known.Issuer, good.InLocation("iss"));
    }
}
