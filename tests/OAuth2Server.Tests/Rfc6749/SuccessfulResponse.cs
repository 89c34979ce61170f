using System.Text.Json;

namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "5.1")]
public abstract class SuccessfulResponse<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task It_is_json_that_is_never_cached()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        Assert.StartsWith("application/json", issued.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("no-store", issued.Header("Cache-Control"));
        Assert.Equal("no-cache", issued.Header("Pragma"));
    }

    [Fact]
    public async Task It_says_bearer_and_the_configured_lifetime_as_a_number()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        Assert.Equal("Bearer", issued["token_type"]);
        Assert.Equal(JsonValueKind.Number, issued.Json.GetProperty("expires_in").ValueKind);
        Assert.Equal(3600, issued.Json.GetProperty("expires_in").GetInt32());
    }

    [Fact]
    public async Task Tokens_are_43_characters_of_base64url_and_never_the_same()
    {
        var server = Start();
        var (one, other) = (await server.IssueAsync(), await server.IssueAsync());
        string[] all = [one.AccessToken, one.RefreshToken, other.AccessToken, other.RefreshToken];
        Assert.All(all, t => Assert.Matches(@"\A[A-Za-z0-9_-]{43}\z", t));
        Assert.Equal(4, all.Distinct().Count());
    }

    [Fact]
    public async Task A_client_may_have_its_own_lifetime()
    {
        var server = Start(s => s.Store.AddClient(Known.App with { AccessTokenLifetime = TimeSpan.FromMinutes(5) }));
        var issued = await server.IssueAsync();
        Assert.Equal(300, issued.Json.GetProperty("expires_in").GetInt32());
        server.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
        server.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    public async Task An_access_token_does_not_outlive_its_authorization()
    {
        var server = Start(s => s.Options.AuthorizationLifetime = TimeSpan.FromMinutes(20));
        Assert.Equal(1200, (await server.IssueAsync()).Json.GetProperty("expires_in").GetInt32());
    }

    [Fact]
    public async Task Scope_is_left_out_where_there_is_none()
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { Scope = Scope.Empty }, Known.WebSecret));
        var issued = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.Equal("access_token expires_in token_type", issued.Members());
    }

    [Fact]
    public async Task A_client_that_is_not_registered_for_refresh_tokens_gets_none()
    {
        var server = Start(s => s.Store.AddClient(Known.App with { GrantTypes = ["authorization_code"] }));
        Assert.Null((await server.IssueAsync())["refresh_token"]);
    }

    [Fact]
    public async Task A_server_without_the_refresh_grant_issues_no_refresh_token()
    {
        var server = Start(s => s.NotServed.Add("refresh_token"));
        Assert.Null((await server.IssueAsync())["refresh_token"]);
    }
}
