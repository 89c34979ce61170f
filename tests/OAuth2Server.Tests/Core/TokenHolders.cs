namespace OAuth2Server.Tests.Core;

/// <summary>A client that was disabled and a user whose account was closed: their tokens are not valid from the next request on.</summary>
[RfcSection("RFC 7662", "2.2")]
[RfcSection("RFC 6750", "3.1")]
public abstract class TokenHolders<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task The_tokens_of_a_disabled_client_are_inactive_and_refused()
    {
        using var log = new CapturedLog();
        var server = Start(s => s.Logging = log);
        var issued = await server.IssueAsync();
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
        (await server.IntrospectAsync(issued.AccessToken)).MustBeActive();

        server.Store.RemoveClient("app");
        Assert.Equal(401, (await server.BearerAsync(issued.AccessToken)).Status);
        (await server.IntrospectAsync(issued.AccessToken)).MustBeInactive();
        Assert.Contains(log.Everything, line => line.Contains("its client is unknown or disabled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tokens_of_a_user_whose_account_is_closed_are_inactive_and_refused()
    {
        var server = Start();
        var (issued, web) = (await server.IssueAsync(), await server.IssueToWebAsync());
        (await server.IntrospectAsync([("token", web.RefreshToken)], Known.WebBasic)).MustBeActive();

        server.Store.Gone.Add("alice");
        Assert.False(await server.IsAliveAsync(issued.AccessToken));
        (await server.IntrospectAsync(issued.AccessToken)).MustBeInactive();
        (await server.IntrospectAsync([("token", web.AccessToken)], Known.WebBasic)).MustBeInactive();
        (await server.IntrospectAsync([("token", web.RefreshToken)], Known.WebBasic)).MustBeInactive();
    }

    [Fact]
    public async Task The_token_of_a_client_that_acts_for_itself_has_no_user_to_look_up()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    public async Task With_the_look_up_switched_off_the_tokens_are_valid_until_they_expire()
    {
        var server = Start(s => s.Options.CheckClientAndUserOfTokens = false);
        var issued = await server.IssueAsync();
        server.Store.RemoveClient("app");
        server.Store.Gone.Add("alice");
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
        (await server.IntrospectAsync(issued.AccessToken)).MustBeActive();
    }

    [Fact]
    public async Task The_price_is_one_call_for_the_client_and_one_for_the_user_and_none_for_the_caller_itself()
    {
        List<string> calls = [];
        var server = Start(s => s.Model = new DelegatingModel(s.Store) { OnCall = calls.Add });
        var (issued, web) = (await server.IssueAsync(), await server.IssueToWebAsync());
        calls.Clear();
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
        Assert.Equal(["getAccessToken", "getClient", "getUserById"], calls);
        calls.Clear();
        (await server.IntrospectAsync([("token", web.AccessToken)], Known.WebBasic)).MustBeActive();
        Assert.Equal(["getClient", "verifyClientSecret", "getAccessToken", "getUserById"], calls);
    }
}
