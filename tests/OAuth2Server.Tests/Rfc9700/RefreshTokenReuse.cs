namespace OAuth2Server.Tests.Rfc9700;

[RfcSection("RFC 9700", "4.14.2")]
public abstract class RefreshTokenReuse<T> : ProtocolTests<T> where T : ITransport
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_used_refresh_token_is_refused_later_and_ends_its_family()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        server.Clock.Advance(_interval);

        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(first.AccessToken));
        Assert.False(await server.IsAliveAsync(second.AccessToken));
        (await server.RefreshAsync(second.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task The_users_other_sessions_live_on()
    {
        var server = Start();
        var other = await server.IssueAsync();
        var first = await server.IssueAsync();
        (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        server.Clock.Advance(_interval);
        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_grant");
        Assert.True(await server.IsAliveAsync(other.AccessToken));
        (await server.RefreshAsync(other.RefreshToken)).MustIssue();
    }

    [Fact]
    public async Task A_token_used_long_ago_still_ends_the_family()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var last = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        for (var week = 0; week < 10; week++)
        {
            server.Clock.Advance(TimeSpan.FromDays(7));
            last = (await server.RefreshAsync(last.RefreshToken)).MustIssue();
        }
        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_grant");
        (await server.RefreshAsync(last.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task Reuse_by_another_client_ends_nobodys_session()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        server.Clock.Advance(_interval);
        (await server.TokenAsync(Known.Refresh(first.RefreshToken).Without("client_id"), Known.WebBasic)).MustRefuse("invalid_grant");
        (await server.RefreshAsync(second.RefreshToken)).MustIssue();
    }

    [Fact]
    public async Task Rotation_can_be_off_for_confidential_clients_alone()
    {
        var server = Start(s => s.Options.AlwaysIssueNewRefreshToken = false);
        var web = await server.IssueToWebAsync();
        for (var i = 0; i < 2; i++)
        {
            var again = await server.TokenAsync(Known.Refresh(web.RefreshToken).Without("client_id"), Known.WebBasic);
            Assert.Null(again.MustIssue()["refresh_token"]);
        }

        var app = await server.IssueAsync();
        Assert.NotEqual(app.RefreshToken, (await server.RefreshAsync(app.RefreshToken)).MustIssue().RefreshToken);
    }

    [Fact]
    public async Task A_user_who_was_removed_is_not_refreshed_for()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        server.Store.Gone.Add("alice");
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_user_who_was_removed_gets_no_repeated_answer_either()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        server.Store.Gone.Add("alice");
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_grant");
    }
}
