using static OAuth2Server.Tests.Support.Verdict;

namespace OAuth2Server.Tests.Parity;

/// <summary>authenticate() of node-oauth2-server.</summary>
public abstract class ParityOfBearer<T> : ProtocolTests<T> where T : ITransport
{
    private const string Bare = $"Bearer realm=\"{Known.Issuer}\"";

    private static Task<Answer> AskAsync(TestServer server, string header) =>
        server.SendAsync(new(Endpoint.Resource, "GET") { Headers = [("Authorization", header)] });

    private static string Error(Answer answer) =>
        answer.Header("WWW-Authenticate") is { } text && text.StartsWith(Bare + ", error=\"", StringComparison.Ordinal)
            ? text.Split('"')[3]
            : "";

    [Fact]
    [Parity("3.8 sources", Same)]
    public async Task A_token_in_header_and_form_is_an_invalid_request()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var request = WireRequest.Post(Endpoint.Resource, [("access_token", issued.AccessToken)]) with
        {
            Headers = [("Authorization", "Bearer " + issued.AccessToken)],
        };
        Assert.Equal("invalid_request", Error((await server.SendAsync(request)).MustBe(400)));
    }

    [Fact]
    [Parity("3.8 sources", DiffersBecause = "RFC 9110 §11.1: a header of another scheme is not an attempt with this scheme (D20)")]
    public async Task A_basic_header_is_no_source() =>
        Assert.Equal(Bare, (await AskAsync(Start(), "Basic d2ViOnM=")).MustBe(401).Header("WWW-Authenticate"));

    [Fact]
    [Parity("3.8 header", DiffersBecause = "RFC 9110 §11.1: a scheme is case-insensitive (D20)")]
    public async Task The_scheme_may_be_written_in_any_case()
    {
        var server = Start();
        (await AskAsync(server, "bearer " + (await server.IssueAsync()).AccessToken)).MustBe(200);
    }

    [Fact]
    [Parity("3.8 header", Same)]
    public async Task A_malformed_token_is_an_invalid_request() =>
        Assert.Equal("invalid_request", Error((await AskAsync(Start(), "Bearer a,b")).MustBe(400)));

    [Fact]
    [Parity("3.8 query", DiffersBecause = "RFC 9700 §4.3.2: a token in the query is ignored, and no option changes that (D21)")]
    public async Task A_token_in_the_query_is_not_looked_at()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        var answer = await server.SendAsync(WireRequest.Get(Endpoint.Resource, [("access_token", issued.AccessToken)]));
        Assert.Equal(Bare, answer.MustBe(401).Header("WWW-Authenticate"));
    }

    [Fact]
    [Parity("3.8 body", Same)]
    public async Task A_token_in_a_form_is_taken()
    {
        var server = Start();
        (await server.SendAsync(WireRequest.Post(Endpoint.Resource, [("access_token", (await server.IssueAsync()).AccessToken)])))
            .MustBe(200);
    }

    [Fact]
    [Parity("3.8 body", DiffersBecause = "RFC 6750 §2.2: a body that is not a form has no token, so the request has none")]
    public async Task A_token_in_another_media_type_is_not_seen()
    {
        var server = Start();
        var token = (await server.IssueAsync()).AccessToken;
        var request = WireRequest.Post(Endpoint.Resource, [("access_token", token)]) with { ContentType = "text/plain" };
        Assert.Equal(Bare, (await server.SendAsync(request)).MustBe(401).Header("WWW-Authenticate"));
    }

    [Fact]
    [Parity("3.8 none", Same)]
    public async Task No_token_is_401_with_a_bare_challenge()
    {
        var answer = (await Start().SendAsync(new(Endpoint.Resource, "GET"))).MustBe(401);
        Assert.Equal(Bare, answer.Header("WWW-Authenticate"));
    }

    [Fact]
    [Parity("3.8 getAccessToken", Same)]
    public async Task An_unknown_token_is_invalid() =>
        Assert.Equal("invalid_token", Error((await Start().BearerAsync("unknown")).MustBe(401)));

    [Fact]
    [Parity("3.8 expiry", Same)]
    public async Task An_expired_token_is_invalid()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        server.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("invalid_token", Error((await server.BearerAsync(issued.AccessToken)).MustBe(401)));
    }

    [Fact]
    [Parity("3.8 verifyScope", Same)]
    public async Task Too_little_scope_is_403()
    {
        var server = Start();
        Assert.Equal("insufficient_scope", Error((await server.BearerAsync((await server.IssueAsync()).AccessToken, "c")).MustBe(403)));
    }

    [Fact]
    [Parity("3.8 challenge", DiffersBecause = "RFC 6750 §3: a challenge says what is wrong and which scope is needed (D20)")]
    public async Task A_challenge_has_a_description_and_the_scope()
    {
        var server = Start();
        var challenge = (await server.BearerAsync((await server.IssueAsync()).AccessToken, "c")).Header("WWW-Authenticate");
        Assert.Contains(", error_description=\"", challenge, StringComparison.Ordinal);
        Assert.EndsWith(", scope=\"c\"", challenge, StringComparison.Ordinal);
    }

    [Fact]
    [Parity("3.8 headers",
        DiffersBecause = "the client does not need the scope of the token: no X-OAuth-Scopes, no X-Accepted-OAuth-Scopes (D21)")]
    public async Task Success_shows_no_scopes_in_headers()
    {
        var server = Start();
        var answer = (await server.BearerAsync((await server.IssueAsync()).AccessToken, "a")).MustBe(200);
        Assert.Null(answer.Header("X-OAuth-Scopes"));
        Assert.Null(answer.Header("X-Accepted-OAuth-Scopes"));
    }

    [Fact]
    [Parity("3.8 server_error", Same)]
    [Parity("3.9 ServerError", DiffersBecause = "RFC 9110 §15.6.1: the server failed, which is 500; 503 means that it is overloaded")]
    public async Task A_failing_model_is_a_server_error_without_challenge()
    {
        var server = Start(s => s.Model = new DelegatingModel(s.Store) { OnCall = _ => throw new InvalidOperationException("boom") });
        Assert.Null((await server.BearerAsync("any")).MustBe(500).Header("WWW-Authenticate"));
    }
}
