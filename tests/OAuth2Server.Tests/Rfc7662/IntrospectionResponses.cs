using Microsoft.Extensions.Logging;

namespace OAuth2Server.Tests.Rfc7662;

[RfcSection("RFC 7662", "2.2")]
public abstract class IntrospectionResponses<T> : ProtocolTests<T> where T : ITransport
{
    private static readonly TimeSpan _tick = TimeSpan.FromTicks(1);

    [Fact]
    public async Task An_access_token_is_told_with_all_that_a_resource_server_needs()
    {
        var server = Start(s => s.Options.Resources[0].ClientId = "api");
        var issuedAt = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        var issued = await server.IssueAsync(Known.Authorization.Also("resource", Known.Photos));
        var answer = (await server.IntrospectAsync(issued.AccessToken)).MustBeActive();

        Assert.Equal("active aud client_id exp iat iss jti scope sub token_type", answer.Members());
        Assert.Equal(
            (Known.Issuer, "app", "alice", "a b", "Bearer"),
            (answer["iss"], answer["client_id"], answer["sub"], answer["scope"], answer["token_type"]));
        Assert.Equal((issuedAt, issuedAt + 3600), (answer.Json.GetProperty("iat").GetInt64(), answer.Json.GetProperty("exp").GetInt64()));
        Assert.Equal([Known.Photos], answer.Json.GetProperty("aud").EnumerateArray().Select(a => a.GetString()));
        Assert.NotEqual(issued.AccessToken, answer["jti"]);
        Assert.NotEmpty(answer["jti"]!);
    }

    [Fact]
    public async Task The_username_is_told_where_the_model_knows_it()
    {
        var server = Start(s => s.Store.AddUser("alice@example.org", "Some-Password-1", new("alice")));
        var issued = await server.IssueToWebAsync();
        foreach (var token in (string[])[issued.AccessToken, issued.RefreshToken])
        {
            var answer = (await server.IntrospectAsync([("token", token)], Known.WebBasic)).MustBeActive();
            Assert.Equal(("alice", "alice@example.org"), (answer["sub"], answer["username"]));
        }
        server.Store.RemoveUser("alice@example.org");
        Assert.Null((await server.IntrospectAsync([("token", issued.AccessToken)], Known.WebBasic)).MustBeActive()["username"]);
    }

    [Fact]
    public async Task A_model_that_knows_no_usernames_tells_the_subject_alone()
    {
        var server = Start(s => s.Model = new DelegatingModel(s.Store));
        var answer = (await server.IntrospectAsync((await server.IssueAsync()).AccessToken)).MustBeActive();
        Assert.Equal(("alice", null), (answer["sub"], answer["username"]));
    }

    [Fact]
    public async Task A_client_that_acts_for_itself_has_no_subject_and_no_scope_means_no_member()
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { Scope = Scope.Empty }, Known.WebSecret));
        var issued = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.Equal(
            "active client_id exp iat iss jti token_type", (await server.IntrospectAsync(issued.AccessToken)).MustBeActive().Members());
    }

    [Fact]
    public async Task The_scope_is_the_tokens_own_and_the_refresh_tokens_is_all_that_was_granted()
    {
        var server = Start();
        var first = await server.IssueToWebAsync();
        var narrowed = (await server.TokenAsync(Known.Refresh(first.RefreshToken).Without("client_id").Also("scope", "a"), Known.WebBasic))
            .MustIssue();
        Assert.Equal("a", (await server.IntrospectAsync(narrowed.AccessToken)).MustBeActive()["scope"]);
        Assert.Equal("a b", (await server.IntrospectAsync([("token", narrowed.RefreshToken)], Known.WebBasic)).MustBeActive()["scope"]);
    }

    [Fact]
    public async Task A_refresh_token_is_told_to_the_client_that_holds_it()
    {
        var server = Start();
        var issuedAt = server.Clock.GetUtcNow();
        var issued = await server.IssueToWebAsync();
        var answer = (await server.IntrospectAsync([("token", issued.RefreshToken)], Known.WebBasic)).MustBeActive();
        Assert.Equal("active client_id exp iss scope sub", answer.Members());
        Assert.Equal(issuedAt.AddDays(14).ToUnixTimeSeconds(), answer.Json.GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task An_access_token_is_active_until_the_last_tick_before_it_expires()
    {
        var server = Start();
        var issued = await server.IssueAsync();
        server.Clock.Advance(TimeSpan.FromHours(1) - _tick);
        (await server.IntrospectAsync(issued.AccessToken)).MustBeActive();
        server.Clock.Advance(_tick);
        (await server.IntrospectAsync(issued.AccessToken)).MustBeInactive();
    }

    [Fact]
    public async Task A_refresh_token_is_active_until_the_last_tick_before_it_expires()
    {
        var server = Start();
        var issued = await server.IssueToWebAsync();
        server.Clock.Advance(TimeSpan.FromDays(14) - _tick);
        (await server.IntrospectAsync([("token", issued.RefreshToken)], Known.WebBasic)).MustBeActive();
        server.Clock.Advance(_tick);
        (await server.IntrospectAsync([("token", issued.RefreshToken)], Known.WebBasic)).MustBeInactive();
    }

    [Fact]
    public async Task A_refresh_token_ends_with_its_authorization_at_the_latest()
    {
        var server = Start(s => s.Options.AuthorizationLifetime = TimeSpan.FromDays(1));
        var ends = server.Clock.GetUtcNow().AddDays(1);
        var issued = await server.IssueToWebAsync();
        var answer = (await server.IntrospectAsync([("token", issued.RefreshToken)], Known.WebBasic)).MustBeActive();
        Assert.Equal(ends.ToUnixTimeSeconds(), answer.Json.GetProperty("exp").GetInt64());
        server.Clock.Advance(TimeSpan.FromDays(1));
        (await server.IntrospectAsync([("token", issued.RefreshToken)], Known.WebBasic)).MustBeInactive();
    }

    [Fact]
    public async Task A_used_refresh_token_is_not_active_and_its_successor_is()
    {
        var server = Start();
        var first = await server.IssueToWebAsync();
        var second = (await server.TokenAsync(Known.Refresh(first.RefreshToken).Without("client_id"), Known.WebBasic)).MustIssue();
        (await server.IntrospectAsync([("token", first.RefreshToken)], Known.WebBasic)).MustBeInactive();
        (await server.IntrospectAsync([("token", second.RefreshToken)], Known.WebBasic)).MustBeActive();
    }

    [Fact]
    public async Task What_was_revoked_is_not_active()
    {
        var server = Start();
        var (one, other) = (await server.IssueToWebAsync(), await server.IssueToWebAsync());
        (await server.RevokeAsync([("token", one.AccessToken)], Known.WebBasic)).MustRevoke();
        (await server.RevokeAsync([("token", other.RefreshToken)], Known.WebBasic)).MustRevoke();
        foreach (var token in (string[])[one.AccessToken, other.AccessToken, other.RefreshToken])
            (await server.IntrospectAsync([("token", token)], Known.WebBasic)).MustBeInactive();
        (await server.IntrospectAsync([("token", one.RefreshToken)], Known.WebBasic)).MustBeActive();
    }

    [Theory]
    [InlineData("unknown-token")]
    [InlineData("ü")]
    [InlineData("a\nb")]
    public async Task An_unknown_token_is_not_active(string token)
    {
        var server = Start();
        (await server.IntrospectAsync(token)).MustBeInactive();
        (await server.IntrospectAsync([("token", await server.CodeAsync())], Known.ApiBasic)).MustBeInactive();
    }

    [Fact]
    public async Task Why_a_token_is_not_active_is_for_the_log_alone()
    {
        using var log = new CapturedLog();
        var server = Start(s => s.Logging = log);
        var issued = await server.IssueAsync(Known.Authorization.Also("resource", Known.Photos));
        (await server.IntrospectAsync(issued.AccessToken)).MustBeInactive();
        Assert.Contains((LogLevel.Information, "Inactive"), log.Events);
        Assert.Contains(log.Everything, line => line.Contains("it is not for this client", StringComparison.Ordinal));
    }
}
