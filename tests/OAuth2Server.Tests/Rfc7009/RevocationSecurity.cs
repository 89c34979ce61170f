using Microsoft.Extensions.Logging;

namespace OAuth2Server.Tests.Rfc7009;

/// <summary>An attacker who found or guessed the token of another client cannot revoke it.</summary>
[RfcSection("RFC 7009", "2.1")]
[RfcSection("RFC 7009", "5")]
public abstract class RevocationSecurity<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task Another_clients_token_is_refused_and_lives()
    {
        var server = Start();
        var (app, web) = (await server.IssueAsync(), await server.IssueToWebAsync());
        (await server.RevokeAsync([("token", app.AccessToken)], Known.WebBasic)).MustRefuse("invalid_grant");
        (await server.RevokeAsync([("token", app.RefreshToken), ("token_type_hint", "refresh_token")], Known.WebBasic))
            .MustRefuse("invalid_grant");
        (await server.RevokeAsync([("token", web.AccessToken), ("client_id", "app")])).MustRefuse("invalid_grant");
        (await server.RevokeAsync([("token", web.RefreshToken), ("client_id", "app")])).MustRefuse("invalid_grant");
        (await server.RevokeAsync([("token", app.AccessToken)], Known.ApiBasic)).MustRefuse("invalid_grant");

        Assert.True(await server.IsAliveAsync(app.AccessToken));
        Assert.True(await server.IsAliveAsync(web.AccessToken));
        (await server.RefreshAsync(app.RefreshToken)).MustIssue();
        (await server.TokenAsync(Known.Refresh(web.RefreshToken).Without("client_id"), Known.WebBasic)).MustIssue();
    }

    [Fact]
    public async Task Another_clients_used_refresh_token_is_refused_and_its_session_lives()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        (await server.RevokeAsync([("token", first.RefreshToken)], Known.WebBasic)).MustRefuse("invalid_grant");
        (await server.RefreshAsync(second.RefreshToken)).MustIssue();
    }

    [Fact]
    public async Task Another_clients_token_in_a_clients_hands_is_a_warning_with_its_rule()
    {
        using var log = new CapturedLog();
        var server = Start(s => s.Logging = log);
        var issued = await server.IssueAsync();
        (await server.RevokeAsync([("token", issued.AccessToken)], Known.WebBasic)).MustRefuse("invalid_grant");
        Assert.Contains((LogLevel.Warning, "ForeignTokenPresented"), log.Events);
        Assert.Contains(log.Everything, line =>
            line.StartsWith("revocation refused", StringComparison.Ordinal) && line.Contains("RFC 7009 §2.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stranger_learns_nothing_about_a_token()
    {
        var server = Start();
        var issued = await server.IssueToWebAsync();
        var (known, unknown) = (
            await server.RevokeAsync([("token", issued.AccessToken), ("client_id", "web")]),
            await server.RevokeAsync([("token", "unknown-token"), ("client_id", "web")]));
        Assert.Equal(unknown.MustRefuse("invalid_client", 401).Text, known.MustRefuse("invalid_client", 401).Text);
    }

    [Fact]
    public async Task A_disabled_client_revokes_nothing()
    {
        // The tokens of a disabled client are not valid; without the look-up it is visible that this one is still there.
        var server = Start(s => s.Options.CheckClientAndUserOfTokens = false);
        var issued = await server.IssueAsync();
        server.Store.RemoveClient("app");
        (await server.RevokeAsync([("token", issued.AccessToken), ("client_id", "app")])).MustRefuse("invalid_client", 401);
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
    }
}
