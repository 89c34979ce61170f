namespace OAuth2Server.Tests.Rfc9700;

/// <summary>A model that cannot consume and save in one step is equally safe, but a failure in between loses the credential.</summary>
[RfcSection("RFC 9700", "4.14.2")]
[RfcSection("RFC 6749", "4.1.2")]
public abstract class WithoutExchange<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer StartWithout(Action<string>? onCall = null) =>
        Start(s => s.Model = new DelegatingModel(s.Store) { OnCall = onCall });

    [Fact]
    public async Task Codes_are_redeemed_and_tokens_refreshed()
    {
        var server = StartWithout();
        var issued = await server.IssueAsync();
        var refreshed = (await server.RefreshAsync(issued.RefreshToken)).MustIssue();
        Assert.True(await server.IsAliveAsync(refreshed.AccessToken));
    }

    [Fact]
    public async Task A_code_used_twice_is_refused_and_its_tokens_are_revoked()
    {
        var server = StartWithout();
        var code = await server.CodeAsync();
        var issued = (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    public async Task A_failure_between_consuming_and_saving_is_a_server_error_and_the_code_is_gone()
    {
        var fails = true;
        var server = StartWithout(name =>
        {
            if (fails && name == "saveToken") throw new InvalidOperationException("boom");
        });
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("server_error", 500);
        fails = false;
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
    }
}
