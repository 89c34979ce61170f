namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "6")]
public abstract class RefreshingAnAccessToken<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_refresh_token_is_good_for_a_new_access_token_and_a_new_refresh_token()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        Assert.Equal("access_token expires_in refresh_token scope token_type", second.Members());
        Assert.Equal("a b", second["scope"]);
        Assert.NotEqual(first.AccessToken, second.AccessToken);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.True(await server.IsAliveAsync(first.AccessToken));
        Assert.Equal("alice", (await server.BearerAsync(second.AccessToken)).MustBe(200)["sub"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("naïve")]
    public async Task A_refresh_token_that_is_missing_or_outside_the_grammar_is_an_invalid_request(string? token)
    {
        var server = Start();
        var form = Known.Refresh("x").Without("refresh_token");
        (await server.TokenAsync(token is null ? form : form.With("refresh_token", token))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task An_unknown_refresh_token_is_refused()
    {
        var server = Start();
        (await server.RefreshAsync("unknown")).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_refresh_token_of_another_client_is_refused_and_stays_good()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken).Without("client_id"), Known.WebBasic)).MustRefuse("invalid_grant");
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
    }

    [Fact]
    public async Task A_confidential_client_must_authenticate_to_refresh()
    {
        var server = Start();
        var issued = await server.IssueToWebAsync();
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken).With("client_id", "web"))).MustRefuse("invalid_client", 401);
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken).Without("client_id"), Known.WebBasic)).MustIssue();
    }

    [Fact]
    public async Task A_narrowed_refresh_narrows_the_access_token_and_not_the_next_refresh_token()
    {
        var server = Start();
        var narrowed = (await server.RefreshAsync((await server.IssueAsync()).RefreshToken, ("scope", "a"))).MustIssue();
        Assert.Equal("a", narrowed["scope"]);
        (await server.BearerAsync(narrowed.AccessToken, "b")).MustBe(403);
        Assert.Equal("a b", (await server.RefreshAsync(narrowed.RefreshToken)).MustIssue()["scope"]);
    }

    [Theory]
    [InlineData("c")]
    [InlineData("a c")]
    [InlineData("a  b")]
    public async Task A_wider_or_malformed_scope_is_refused_and_the_token_stays_good(string scope)
    {
        var server = Start();
        var issued = await server.IssueAsync();
        (await server.RefreshAsync(issued.RefreshToken, ("scope", scope))).MustRefuse("invalid_scope");
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
    }

    [Fact]
    public async Task A_client_that_lost_a_scope_is_refreshed_with_what_is_left()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        server.Store.AddClient(Known.App with { Scope = Scope.Of("b", "c") });
        Assert.Equal("b", (await server.RefreshAsync(issued.RefreshToken)).MustIssue()["scope"]);
    }

    [Fact]
    public async Task A_client_that_lost_every_scope_is_not_refreshed()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        server.Store.AddClient(Known.App with { Scope = Scope.Of("z") });
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_scope");
    }

    [Fact]
    public async Task A_scope_policy_that_is_generous_never_widens_what_was_allowed()
    {
        var server = Start(
            s => s.Policies = new() { ScopeValidator = new Scopes((_, asked) => (asked ?? Scope.Empty).Union(Scope.Of("admin"))) });
        var issued = await server.IssueAsync();
        Assert.Equal("admin b", (await server.RefreshAsync(issued.RefreshToken, ("scope", "b admin"))).MustIssue()["scope"]);
        var other = await server.IssueAsync();
        Assert.Equal("b", (await server.RefreshAsync(other.RefreshToken, ("scope", "b"))).MustIssue()["scope"]);
    }

    [Fact]
    public async Task A_client_that_lost_the_grant_is_not_refreshed()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        server.Store.AddClient(Known.App with { GrantTypes = ["authorization_code"] });
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("unauthorized_client");
    }

    [Fact]
    public async Task A_disabled_client_is_not_refreshed()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        server.Store.RemoveClient("app");
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_client", 401);
    }
}
