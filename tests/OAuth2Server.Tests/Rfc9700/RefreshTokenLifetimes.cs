namespace OAuth2Server.Tests.Rfc9700;

[RfcSection("RFC 9700", "4.14.2")]
public abstract class RefreshTokenLifetimes<T> : ProtocolTests<T> where T : ITransport
{
    private static readonly TimeSpan _tick = TimeSpan.FromTicks(1);

    [Fact]
    public async Task An_unused_refresh_token_expires_after_fourteen_days_to_the_tick()
    {
        var server = Start();
        var (first, second) = (await server.IssueAsync(), await server.IssueAsync());
        server.Clock.Advance(TimeSpan.FromDays(14) - _tick);
        (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        server.Clock.Advance(_tick);
        (await server.RefreshAsync(second.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task Each_refresh_begins_the_idle_time_again()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        for (var i = 0; i < 3; i++)
        {
            server.Clock.Advance(TimeSpan.FromDays(13));
            issued = (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        }
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    public async Task However_often_it_is_refreshed_an_authorization_ends_to_the_tick()
    {
        var server = Start(s => s.Options.AuthorizationLifetime = TimeSpan.FromDays(20));
        var issued = await server.IssueAsync();
        server.Clock.Advance(TimeSpan.FromDays(10));
        issued = (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        server.Clock.Advance(TimeSpan.FromDays(10) - TimeSpan.FromMinutes(1));
        issued = (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        Assert.Equal(60, issued.Json.GetProperty("expires_in").GetInt32());
        server.Clock.Advance(TimeSpan.FromMinutes(1) - _tick);
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
        server.Clock.Advance(_tick);
        Assert.False(await server.IsAliveAsync(issued.AccessToken));
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task An_authorization_without_end_is_refreshed_for_ever()
    {
        var server = Start(s => s.Options.AuthorizationLifetime = null);
        var issued = await server.IssueAsync();
        for (var i = 0; i < 60; i++)
        {
            server.Clock.Advance(TimeSpan.FromDays(13));
            issued = (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        }
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    public async Task A_client_may_have_its_own_idle_time()
    {
        var server = Start(s => s.Store.AddClient(Known.App with { RefreshTokenLifetime = TimeSpan.FromMinutes(30) }));
        var (first, second) = (await server.IssueAsync(), await server.IssueAsync());
        server.Clock.Advance(TimeSpan.FromMinutes(30) - _tick);
        (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        server.Clock.Advance(_tick);
        (await server.RefreshAsync(second.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task Without_rotation_the_one_refresh_token_keeps_its_first_deadline()
    {
        var server = Start(s => s.Options.AlwaysIssueNewRefreshToken = false);
        var issued = await server.IssueToWebAsync();
        var form = Known.Refresh(issued.RefreshToken).Without("client_id");
        server.Clock.Advance(TimeSpan.FromDays(13));
        (await server.TokenAsync(form, Known.WebBasic)).MustIssue();
        server.Clock.Advance(TimeSpan.FromDays(1));
        (await server.TokenAsync(form, Known.WebBasic)).MustRefuse("invalid_grant");
    }
}
