namespace OAuth2Server.Tests.Rfc6750;

[RfcSection("RFC 6750", "2")]
[RfcSection("RFC 6750", "2.1")]
[RfcSection("RFC 6750", "2.2")]
[RfcSection("RFC 6750", "2.3")]
public abstract class AuthenticatedRequests<T> : ProtocolTests<T> where T : ITransport
{
    private static WireRequest Get(params (string Name, string Value)[] headers) => new(Endpoint.Resource, "GET") { Headers = headers };

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task A_token_in_the_authorization_header_is_taken_whatever_the_schemes_case(string scheme)
    {
        var server = Start();
        var issued = await server.IssueAsync();
        (await server.SendAsync(Get(("Authorization", $"{scheme} {issued.AccessToken}")))).MustBe(200);
    }

    [Fact]
    public async Task A_token_in_a_form_is_taken()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        (await server.SendAsync(WireRequest.Post(Endpoint.Resource, [("access_token", issued.AccessToken), ("other", "1")]))).MustBe(200);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task A_token_in_another_kind_of_body_is_not_seen(string? contentType)
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = WireRequest.Post(Endpoint.Resource, [("access_token", issued.AccessToken)]) with { ContentType = contentType };
        MustChallengeBare(await server.SendAsync(request));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_token_in_the_query_is_not_seen(string method)
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = WireRequest.Get(Endpoint.Resource, [("access_token", issued.AccessToken)]) with { Method = method };
        MustChallengeBare(await server.SendAsync(request));
    }

    [Fact]
    public async Task A_token_in_the_query_of_a_post_is_not_seen()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = WireRequest.Post(Endpoint.Resource, [("other", "1")]) with { Query = "access_token=" + issued.AccessToken };
        MustChallengeBare(await server.SendAsync(request));
    }

    [Fact]
    public async Task A_token_in_the_query_beside_a_good_header_does_not_matter()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        (await server.SendAsync(Get(("Authorization", "Bearer " + issued.AccessToken)) with { Query = "access_token=x" })).MustBe(200);
    }

    [Fact]
    public async Task A_token_in_two_ways_at_once_is_refused()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = WireRequest.Post(Endpoint.Resource, [("access_token", issued.AccessToken)]) with
        {
            Headers = [("Authorization", "Bearer " + issued.AccessToken)],
        };
        MustChallenge(await server.SendAsync(request), 400, "invalid_request");
    }

    [Fact]
    public async Task A_token_twice_in_the_form_is_refused()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = WireRequest.Post(Endpoint.Resource, [("access_token", issued.AccessToken), ("access_token", "other")]);
        MustChallenge(await server.SendAsync(request), 400, "invalid_request");
    }

    [Fact]
    public async Task Two_authorization_headers_are_refused()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = Get(("Authorization", "Bearer " + issued.AccessToken), ("Authorization", "Bearer " + issued.AccessToken));
        MustChallenge(await server.SendAsync(request), 400, "invalid_request");
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a b")]
    [InlineData("Bearer a,b")]
    [InlineData("Bearer \"quoted\"")]
    [InlineData("Bearer =")]
    [InlineData("Bearer a=b")]
    public async Task A_token_outside_the_grammar_is_refused(string header)
    {
        var server = Start();
        MustChallenge(await server.SendAsync(Get(("Authorization", header))), 400, "invalid_request");
    }

    [Theory]
    [InlineData("Basic d2ViOnM=")]
    [InlineData("Digest x")]
    [InlineData("Bearers abc")]
    [InlineData("DPoP abc")]
    public async Task A_header_of_another_scheme_is_answered_like_none(string header)
    {
        var server = Start();
        MustChallengeBare(await server.SendAsync(Get(("Authorization", header))));
    }

    [Fact]
    public async Task A_request_without_token_is_answered_with_a_challenge_that_has_no_error_and_names_the_scope()
    {
        var server = Start();
        MustChallengeBare(await server.SendAsync(Get()));
        MustChallengeBare(await server.SendAsync(Get() with { RequiredScope = "a b" }), ", scope=\"a b\"");
    }

    private static void MustChallengeBare(Answer answer, string scope = "")
    {
        answer.MustBe(401);
        Assert.Equal($"Bearer realm=\"{Known.Issuer}\"{scope}", answer.Header("WWW-Authenticate"));
    }

    private static void MustChallenge(Answer answer, int status, string error)
    {
        answer.MustBe(status);
        Assert.StartsWith(
            $"Bearer realm=\"{Known.Issuer}\", error=\"{error}\", error_description=\"",
            answer.Header("WWW-Authenticate"),
            StringComparison.Ordinal);
    }
}
