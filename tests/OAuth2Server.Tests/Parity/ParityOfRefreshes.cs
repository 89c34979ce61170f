using static OAuth2Server.Tests.Support.Verdict;

namespace OAuth2Server.Tests.Parity;

/// <summary>The refresh_token grant of node-oauth2-server.</summary>
public abstract class ParityOfRefreshes<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData("")]
    [InlineData("tökén")]
    [Parity("3.6 refresh_token token", Same)]
    public async Task A_missing_or_malformed_token_is_an_invalid_request(string token) =>
        (await Start().RefreshAsync(token)).MustRefuse("invalid_request");

    [Fact]
    [Parity("3.6 refresh_token token", Same)]
    public async Task An_unknown_token_is_an_invalid_grant() => (await Start().RefreshAsync("unknown")).MustRefuse("invalid_grant");

    [Fact]
    [Parity("3.6 refresh_token client", Same)]
    public async Task A_token_of_another_client_is_an_invalid_grant()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken).Without("client_id"), Known.WebBasic)).MustRefuse("invalid_grant");
    }

    [Fact]
    [Parity("3.6 refresh_token expiry", Same)]
    public async Task An_expired_token_is_an_invalid_grant()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        server.Clock.Advance(TimeSpan.FromDays(15));
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Theory]
    [InlineData("", "a b")]
    [InlineData("a", "a")]
    [InlineData("b a", "a b")]
    [Parity("3.6 refresh_token scope", Same)]
    public async Task No_scope_means_the_original_and_a_part_means_that_part(string asked, string given)
    {
        var server = Start();
        Assert.Equal(given, (await server.RefreshAsync((await server.IssueAsync()).RefreshToken, ("scope", asked))).MustIssue()["scope"]);
    }

    [Fact]
    [Parity("3.6 refresh_token scope", Same)]
    public async Task More_scope_is_an_invalid_scope_and_does_not_burn_the_token()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        (await server.RefreshAsync(issued.RefreshToken, ("scope", "a b c"))).MustRefuse("invalid_scope");
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
    }

    [Fact]
    [Parity("3.6 refresh_token scope",
        DiffersBecause = "RFC 6749 §6: the successor keeps the scope of the refresh token, also if the access token has less (D15)")]
    public async Task A_narrowed_scope_does_not_stick()
    {
        var server = Start();
        var narrowed = (await server.RefreshAsync((await server.IssueAsync()).RefreshToken, ("scope", "a"))).MustIssue();
        Assert.Equal("a b", (await server.RefreshAsync(narrowed.RefreshToken)).MustIssue()["scope"]);
    }

    [Fact]
    [Parity("3.6 refresh_token validateScope",
        DiffersBecause = "a client that lost a scope must not get it back by a refresh (RFC 6749 §6, DESIGN §4)")]
    public async Task A_scope_that_the_client_lost_is_not_refreshed()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        server.Store.AddClient(Known.App with { Scope = Scope.Of("a") });
        Assert.Equal("a", (await server.RefreshAsync(issued.RefreshToken)).MustIssue()["scope"]);
    }

    [Fact]
    [Parity("3.6 refresh_token rotation", Same)]
    public async Task A_refresh_gives_a_new_refresh_token()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        Assert.NotEqual(issued.RefreshToken, (await server.RefreshAsync(issued.RefreshToken)).MustIssue().RefreshToken);
    }

    [Fact]
    [Parity("3.6 refresh_token reuse", DiffersBecause = "RFC 9700 §4.14.2: the reuse of a consumed token revokes the family (D15)")]
    public async Task A_used_token_ends_the_family()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_grant");
        (await server.RefreshAsync(second.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    [Parity("3.6 alwaysIssueNewRefreshToken", Same)]
    public async Task Without_rotation_a_confidential_client_keeps_its_token_and_the_answer_has_none()
    {
        var server = Start(s => s.Options.AlwaysIssueNewRefreshToken = false);
        var form = Known.Refresh((await server.IssueToWebAsync()).RefreshToken).Without("client_id");
        Assert.Null((await server.TokenAsync(form, Known.WebBasic)).MustIssue()["refresh_token"]);
        (await server.TokenAsync(form, Known.WebBasic)).MustIssue();
    }

    [Fact]
    [Parity("3.6 alwaysIssueNewRefreshToken",
        DiffersBecause = "RFC 9700 §2.2.2: refresh tokens of a public client are always rotated; no option changes that")]
    public async Task Without_rotation_a_public_client_is_rotated_all_the_same()
    {
        var server = Start(s => s.Options.AlwaysIssueNewRefreshToken = false);
        var issued = await server.IssueAsync();
        Assert.NotEqual(issued.RefreshToken, (await server.RefreshAsync(issued.RefreshToken)).MustIssue().RefreshToken);
    }
}
