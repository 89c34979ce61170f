namespace OAuth2Server.Tests.Rfc7009;

/// <summary>Which tokens are revoked, and which stay valid.</summary>
[RfcSection("RFC 7009", "2.1")]
public abstract class Revocations<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_revoked_access_token_is_refused_at_once()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
        await server.RevokeAsync(issued.AccessToken);
        Assert.StartsWith(
            "Bearer", (await server.BearerAsync(issued.AccessToken)).MustBe(401).Header("WWW-Authenticate"), StringComparison.Ordinal);
        (await server.IntrospectAsync(issued.AccessToken)).MustBeInactive();
    }

    [Fact]
    public async Task An_access_token_ends_alone()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        var session = await server.IssueAsync();
        await server.RevokeAsync(second.AccessToken);
        Assert.False(await server.IsAliveAsync(second.AccessToken));
        Assert.True(await server.IsAliveAsync(first.AccessToken));
        Assert.True(await server.IsAliveAsync(session.AccessToken));
        Assert.True(await server.IsAliveAsync((await server.RefreshAsync(second.RefreshToken)).MustIssue().AccessToken));
    }

    [Fact]
    public async Task A_refresh_token_ends_with_all_that_came_of_its_authorization()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        var session = await server.IssueAsync();
        await server.RevokeAsync(second.RefreshToken);
        (await server.RefreshAsync(second.RefreshToken)).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(first.AccessToken));
        Assert.False(await server.IsAliveAsync(second.AccessToken));
        Assert.True(await server.IsAliveAsync(session.AccessToken));
        (await server.RefreshAsync(session.RefreshToken)).MustIssue();
    }

    [Fact]
    public async Task A_refresh_token_that_was_used_ends_its_authorization_too()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        await server.RevokeAsync(first.RefreshToken);
        Assert.False(await server.IsAliveAsync(second.AccessToken));
        (await server.RefreshAsync(second.RefreshToken)).MustRefuse("invalid_grant");
        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_refresh_token_that_is_expired_ends_its_authorization_too()
    {
        var server = Start(s => s.Options.RefreshTokenLifetime = TimeSpan.FromMinutes(10));
        var issued = await server.IssueAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
        await server.RevokeAsync(issued.RefreshToken);
        Assert.False(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    public async Task The_token_of_a_client_that_acts_for_itself_can_be_revoked()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        (await server.RevokeAsync([("token", issued.AccessToken)], Known.WebBasic)).MustRevoke();
        Assert.False(await server.IsAliveAsync(issued.AccessToken));
    }

    /// <summary>
    /// The client gets the same answer again. An access token that the client revoked in between stays revoked; the refresh token is valid.
    /// </summary>
    [Fact]
    public async Task A_repeated_refresh_does_not_bring_its_access_token_back()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        await server.RevokeAsync(second.AccessToken);
        var again = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        Assert.Equal(second.Body, again.Body);
        Assert.False(await server.IsAliveAsync(again.AccessToken));
        Assert.True(await server.IsAliveAsync((await server.RefreshAsync(again.RefreshToken)).MustIssue().AccessToken));
    }

    [Fact]
    public async Task A_repeated_refresh_of_a_revoked_authorization_is_refused()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        await server.RevokeAsync(second.RefreshToken);
        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task What_is_refreshed_while_it_is_revoked_is_dead()
    {
        var server = Start();
        for (var round = 0; round < 20; round++)
        {
            var issued = await server.IssueAsync();
            var answers = Together.Run(4, async i =>
            {
                if (i > 0) return await server.RefreshAsync(issued.RefreshToken);
                await server.RevokeAsync(issued.RefreshToken);
                return null;
            });
            foreach (var answer in answers.OfType<Answer>().Where(a => a.Status == 200))
            {
                Assert.False(await server.IsAliveAsync(answer.AccessToken));
                (await server.RefreshAsync(answer.RefreshToken)).MustRefuse("invalid_grant");
            }
            Assert.False(await server.IsAliveAsync(issued.AccessToken));
        }
    }
}
