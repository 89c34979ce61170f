using static OAuth2Server.Tests.Support.Verdict;

namespace OAuth2Server.Tests.Parity;

/// <summary>token() of node-oauth2-server: the request and the response.</summary>
public abstract class ParityOfToken<T> : ProtocolTests<T> where T : ITransport
{
    private static readonly WireRequest _good =
        WireRequest.Post(Endpoint.Token, Known.ClientCredentials) with { Headers = [Known.WebBasic] };

    private static Task<Answer> AskAsync(TestServer server, string grantType) =>
        server.TokenAsync([("grant_type", grantType)], Known.WebBasic);

    [Fact]
    [Parity("3.5.2", DiffersBecause = "RFC 9110 §15.5.6: a wrong method is 405, with the allowed method")]
    public async Task Another_method_than_post_is_405()
    {
        var answer = (await Start().SendAsync(_good with { Method = "GET" })).MustBe(405);
        Assert.Contains("POST", answer.Header("Allow"), StringComparison.Ordinal);
    }

    [Fact]
    [Parity("3.5.3", Same)]
    public async Task Another_media_type_is_an_invalid_request() =>
        (await Start().SendAsync(_good with { ContentType = "application/json" })).MustRefuse("invalid_request");

    [Fact]
    [Parity("3.5.7 missing", Same)]
    public async Task A_missing_grant_type_is_an_invalid_request() =>
        (await Start().TokenAsync([], Known.WebBasic)).MustRefuse("invalid_request");

    [Fact]
    [Parity("3.5.7 unknown", Same)]
    public async Task An_unknown_grant_type_is_unsupported() => (await AskAsync(Start(), "unknown")).MustRefuse("unsupported_grant_type");

    [Fact]
    [Parity("3.5.7 grammar",
        DiffersBecause = "RFC 6749 §5.2: a grant type that the server does not have is unsupported_grant_type, also if it is malformed")]
    public async Task A_grant_type_outside_the_grammar_is_unsupported_too() =>
        (await AskAsync(Start(), "päss")).MustRefuse("unsupported_grant_type");

    [Fact]
    [Parity("3.5.7 grants", Same)]
    public async Task A_grant_type_that_the_client_has_not_is_unauthorized() =>
        (await AskAsync(Start(s => s.Store.AddClient(Known.Web with { GrantTypes = ["password"] }, Known.WebSecret)), "client_credentials"))
            .MustRefuse("unauthorized_client");

    [Fact]
    [Parity("3.5.7 order", Same)]
    public async Task The_client_is_authenticated_first() =>
        (await Start().TokenAsync([("grant_type", "unknown")])).MustRefuse("invalid_client", 401);

    [Fact]
    [Parity("3.5.8 accessTokenLifetime", Same)]
    public async Task A_client_has_its_own_lifetime_or_3600_seconds()
    {
        Assert.Equal(3600, (await Start().SendAsync(_good)).MustIssue().Json.GetProperty("expires_in").GetInt32());
        var server = Start(s => s.Store.AddClient(Known.Web with { AccessTokenLifetime = TimeSpan.FromSeconds(7) }, Known.WebSecret));
        Assert.Equal(7, (await server.SendAsync(_good)).MustIssue().Json.GetProperty("expires_in").GetInt32());
    }

    [Fact]
    [Parity("3.5.8 refreshTokenLifetime", Same)]
    public async Task A_refresh_token_lives_1209600_seconds()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(1_209_599));
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
    }

    [Fact]
    [Parity("3.5.10 members", Same)]
    public async Task The_body_has_access_token_bearer_expires_in_refresh_token_and_scope()
    {
        var issued = await Start().IssueAsync();
        Assert.Equal("access_token expires_in refresh_token scope token_type", issued.Members());
        Assert.Equal("Bearer", issued["token_type"]);
        Assert.Equal("a b", issued["scope"]);
    }

    [Fact]
    [Parity("3.5.10 expires_in", DiffersBecause = "RFC 6749 §5.1: the lifetime, computed from one reading of the clock (D17)")]
    public async Task The_lifetime_does_not_drift_while_the_model_saves()
    {
        var server = Start(s => s.Model = new ExchangingModel(s.Store) { OnCall = _ => s.Clock.Advance(TimeSpan.FromMilliseconds(400)) });
        Assert.Equal(3600, (await server.IssueAsync()).Json.GetProperty("expires_in").GetInt32());
    }

    [Fact]
    [Parity("3.5.10 attributes", Same)]
    public async Task A_grant_may_add_members_of_its_own()
    {
        var issued = (await Start().TokenAsync([("grant_type", TicketGrant.Name), ("ticket", "for-bob")], Known.WebBasic)).MustIssue();
        Assert.Equal(2, issued.Json.GetProperty("ticket_class").GetInt32());
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("token_type")]
    [InlineData("expires_in")]
    [InlineData("refresh_token")]
    [InlineData("scope")]
    [InlineData("error")]
    [Parity("3.5.10 attributes", DiffersBecause = "RFC 6749 §5.1: an extension cannot replace a member of the protocol (D18)")]
    public async Task A_member_of_the_protocol_cannot_be_overwritten(string name)
    {
        var server = Start(s => s.Policies = new() { ScopeValidator = new MemberAdder(name) });
        (await server.SendAsync(_good)).MustRefuse("server_error", 500);
        Assert.Equal(0, server.Store.Count);
    }

    [Fact]
    [Parity("3.5.10 attributes", DiffersBecause = "the client does not get the consumed code back (D18)")]
    public async Task The_code_does_not_come_back()
    {
        var server = Start();
        var code = await server.CodeAsync();
        Assert.DoesNotContain(code, (await server.TokenAsync(Known.Redemption(code))).MustIssue().Text, StringComparison.Ordinal);
    }

    [Fact]
    [Parity("3.5.11 success", Same)]
    public async Task Success_is_not_cached()
    {
        var issued = (await Start().SendAsync(_good)).MustIssue();
        Assert.Equal("no-store", issued.Header("Cache-Control"));
        Assert.Equal("no-cache", issued.Header("Pragma"));
    }

    [Fact]
    [Parity("3.5.11 error", Same)]
    public async Task An_error_is_a_body_of_error_and_description() =>
        Assert.Equal("error error_description", (await AskAsync(Start(), "unknown")).Members());

    [Fact]
    [Parity("3.5.11 error", DiffersBecause = "RFC 6749 §5.1: no response of this endpoint is cached, errors included (D19)")]
    public async Task An_error_is_not_cached() => Assert.Equal("no-store", (await AskAsync(Start(), "unknown")).Header("Cache-Control"));

    [Fact]
    [Parity("3.5.9",
        DiffersBecause = "RFC 6749 §5.2 has no invalid_argument: a failure inside the server is server_error, 500 instead of 503 (D6)")]
    public async Task A_failure_inside_is_server_error_500()
    {
        var server = Start(s => s.Policies = new() { ScopeValidator = new FailingScopes() });
        Assert.DoesNotContain("boom", (await server.SendAsync(_good)).MustRefuse("server_error", 500).Text, StringComparison.Ordinal);
    }

    private sealed class MemberAdder(string name) : IScopeValidator
    {
        public ValueTask<Outcome<Scope>> ValidateScopeAsync(
            User? user, Client client, Scope? requested, OAuthContext context, CancellationToken ct)
        {
            context.ResponseMembers.Add(name, "mine");
            return new(Scope.Empty);
        }
    }
}
