namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "4.1.2")]
public abstract class AuthorizationResponse<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_code_and_the_state_go_to_the_redirect_uri()
    {
        var server = Start();
        var answer = (await server.AuthorizeAsync(Known.Authorization)).MustGiveCode();
        Assert.StartsWith(Known.AppUri + "?", answer.Location, StringComparison.Ordinal);
        Assert.Equal(["code", "state", "iss"], answer.LocationQuery().Select(p => p.Name));
        Assert.Equal(Known.State, answer.InLocation("state"));
        Assert.DoesNotContain('#', answer.Location!);
    }

    [Fact]
    public async Task A_code_is_43_characters_of_base64url_and_never_the_same()
    {
        var server = Start();
        var (one, other) = (await server.CodeAsync(), await server.CodeAsync());
        Assert.Matches(@"\A[A-Za-z0-9_-]{43}\z", one);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task A_code_lives_sixty_seconds_to_the_tick()
    {
        var server = Start();
        var (first, second) = (await server.CodeAsync(), await server.CodeAsync());
        server.Clock.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        (await server.TokenAsync(Known.Redemption(first))).MustIssue();
        server.Clock.Advance(TimeSpan.FromTicks(1));
        (await server.TokenAsync(Known.Redemption(second))).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_codes_lifetime_is_the_configured_one()
    {
        var server = Start(s => s.Options.AuthorizationCodeLifetime = TimeSpan.FromMinutes(10));
        var code = await server.CodeAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
    }

    [Fact]
    public async Task A_code_used_twice_is_refused_and_its_tokens_are_revoked()
    {
        var server = Start();
        var code = await server.CodeAsync();
        var issued = (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        Assert.True(await server.IsAliveAsync(issued.AccessToken));

        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(issued.AccessToken));
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_code_used_twice_ends_also_what_was_refreshed_in_between()
    {
        var server = Start();
        var code = await server.CodeAsync();
        var issued = (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        var refreshed = (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(refreshed.AccessToken));
        (await server.RefreshAsync(refreshed.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_replay_without_the_right_verifier_ends_nobodys_session()
    {
        var server = Start();
        var code = await server.CodeAsync();
        var issued = (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        (await server.TokenAsync(Known.Redemption(code).Without("code_verifier"))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(code).With("code_verifier", new('x', 43)))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(code).With("redirect_uri", Known.AppUri + "/"))).MustRefuse("invalid_grant");
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    public async Task A_replay_by_another_client_ends_nobodys_session()
    {
        var server = Start();
        var code = await server.CodeAsync();
        var issued = (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        (await server.TokenAsync(Known.Redemption(code).Without("client_id"), Known.WebBasic)).MustRefuse("invalid_grant");
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    public async Task A_replay_ends_one_authorization_not_the_users_others()
    {
        var server = Start();
        var other = await server.IssueAsync();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
        Assert.True(await server.IsAliveAsync(other.AccessToken));
    }
}
