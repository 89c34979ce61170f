namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "3.1")]
public abstract class AuthorizationEndpoint<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task It_answers_a_get()
    {
        var server = Start();
        (await server.AuthorizeAsync(Known.Authorization)).MustGiveCode();
    }

    [Fact]
    public async Task It_answers_a_post_with_a_form()
    {
        var server = Start();
        (await server.SendAsync(WireRequest.Post(Endpoint.Authorization, Known.Authorization))).MustGiveCode();
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Another_method_is_refused(string method)
    {
        var server = Start();
        var answer = await server.SendAsync(WireRequest.Get(Endpoint.Authorization, Known.Authorization) with { Method = method });
        Assert.Equal(405, answer.Status);
        Assert.Null(answer.Location);
        Assert.Contains("GET", answer.Header("Allow"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_does_not_read_the_query()
    {
        var server = Start();
        var request = WireRequest.Post(Endpoint.Authorization, Known.Authorization.Without("client_id"));
        (await server.SendAsync(request with { Query = "client_id=app" })).MustShowPage("invalid_request");
    }

    [Theory]
    [InlineData("response_type")]
    [InlineData("scope")]
    [InlineData("code_challenge")]
    [InlineData("code_challenge_method")]
    [InlineData("unknown")]
    public async Task A_repeated_parameter_is_refused(string name)
    {
        var server = Start();
        var twice = Known.Authorization
            .Also("unknown", "1")
            .Also(name, Known.Authorization.FirstOrDefault(p => p.Name == name).Value ?? "1");
        var answer = (await server.AuthorizeAsync(twice)).MustRedirectError("invalid_request");
        Assert.Equal(Known.State, answer.InLocation("state"));
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("redirect_uri")]
    [InlineData("state")]
    public async Task A_repeated_parameter_that_the_answer_depends_on_is_shown_not_redirected(string name)
    {
        var server = Start();
        var value = Known.Authorization.First(p => p.Name == name).Value;
        (await server.AuthorizeAsync(Known.Authorization.Also(name, value))).MustShowPage("invalid_request");
        (await server.AuthorizeAsync(Known.Authorization.Also(name, ""))).MustShowPage("invalid_request");
    }

    [Fact]
    public async Task An_empty_parameter_is_as_if_omitted()
    {
        var server = Start();
        (await server.AuthorizeAsync(Known.Authorization.With("scope", "").With("state", "").With("redirect_uri", ""))).MustGiveCode();
        (await server.AuthorizeAsync(Known.Authorization.With("client_id", ""))).MustShowPage("invalid_request");
        (await server.AuthorizeAsync(Known.Authorization.With("response_type", ""))).MustRedirectError("invalid_request");
    }

    [Fact]
    public async Task An_unknown_parameter_is_ignored()
    {
        var server = Start();
        (await server.AuthorizeAsync(Known.Authorization.With("utm_source", "mail").With("allowed", "false"))).MustGiveCode();
    }

    [Theory]
    [InlineData("%zz")]
    [InlineData("%FF")]
    [InlineData("a%00b")]
    [InlineData("%")]
    public async Task A_query_that_cannot_be_read_is_shown_not_redirected(string broken)
    {
        var server = Start();
        var request = WireRequest.Get(Endpoint.Authorization, Known.Authorization);
        (await server.SendAsync(request with { Query = request.Query + "&x=" + broken })).MustShowPage("invalid_request");
    }

    [Fact]
    public async Task A_page_for_a_stranger_shows_nothing_that_he_chose_and_cannot_be_framed()
    {
        var server = Start();
        var page = (await server.AuthorizeAsync([("client_id", "<script>alert(1)</script>"), ("state", "chosen-by-a-stranger")]))
            .MustShowPage("invalid_client");
        Assert.DoesNotContain("script", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("chosen", page.Text, StringComparison.Ordinal);
        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.Contains("frame-ancestors 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }
}
