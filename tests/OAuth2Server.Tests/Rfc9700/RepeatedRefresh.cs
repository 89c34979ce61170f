namespace OAuth2Server.Tests.Rfc9700;

/// <summary>A client whose connection broke repeats its refresh: within the reuse interval that does not count as reuse.</summary>
[RfcSection("RFC 9700", "4.14.2")]
public abstract class RepeatedRefresh<T> : ProtocolTests<T> where T : ITransport
{
    private static readonly TimeSpan _tick = TimeSpan.FromTicks(1);

    [Fact]
    public async Task Within_the_interval_the_same_bytes_come_again()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var answer = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        server.Clock.Advance(TimeSpan.FromSeconds(10) - _tick);
        var again = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        Assert.Equal(answer.Body, again.Body);
        Assert.Equal("no-store", again.Header("Cache-Control"));
        (await server.RefreshAsync(again.RefreshToken)).MustIssue();
    }

    [Fact]
    public async Task After_the_interval_a_repetition_is_reuse()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var answer = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(answer.AccessToken));
    }

    [Fact]
    public async Task Once_the_successor_is_used_a_repetition_is_reuse()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        var third = (await server.RefreshAsync(second.RefreshToken)).MustIssue();
        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(third.AccessToken));
        (await server.RefreshAsync(third.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Theory]
    [InlineData("scope", "a")]
    [InlineData("resource", Known.Photos)]
    public async Task A_repetition_that_asks_for_something_else_is_reuse(string name, string value)
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        (await server.RefreshAsync(first.RefreshToken, (name, value))).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(second.AccessToken));
    }

    [Fact]
    public async Task A_repetition_of_a_narrowed_refresh_gets_the_narrowed_answer()
    {
        var server = Start();
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken, ("scope", "a"))).MustIssue();
        Assert.Equal(second.Body, (await server.RefreshAsync(first.RefreshToken, ("scope", "a"))).MustIssue().Body);
    }

    [Fact]
    public async Task With_the_interval_at_zero_every_repetition_is_reuse()
    {
        var server = Start(s => s.Options.RefreshReuseInterval = TimeSpan.Zero);
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(second.AccessToken));
    }

    [Fact]
    public async Task The_interval_is_the_configured_one()
    {
        var server = Start(s => s.Options.RefreshReuseInterval = TimeSpan.FromSeconds(60));
        var first = await server.IssueAsync();
        (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        server.Clock.Advance(TimeSpan.FromSeconds(60) - _tick);
        (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        server.Clock.Advance(_tick);
        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_disabled_client_gets_no_repeated_answer()
    {
        var server = Start();
        var first = await server.IssueAsync();
        (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        server.Store.RemoveClient("app");
        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_client", 401);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1::2", false)]
    [InlineData("192.0.2.1", "203.0.113.7", true)]
    [InlineData("192.0.2.1", "2001:db8::1", true)]
    public async Task A_repetition_from_another_network_is_answered_and_is_a_warning_with_both_networks(
        string first, string second, bool isElsewhere)
    {
        using var log = new CapturedLog();
        var events = new RecordedEvents();
        var server = Start(s =>
        {
            s.Logging = log;
            s.Events.Add(events);
        });
        var issued = await server.IssueAsync();
        var answer = (await RefreshFromAsync(server, issued, first)).MustIssue();
        Assert.Equal(answer.Body, (await RefreshFromAsync(server, issued, second)).MustIssue().Body);

        var repeated = Assert.Single(events.All.OfType<OAuthEvent.AnswerRepeated>());
        Assert.Equal(isElsewhere, repeated.IsFromOtherNetwork);
        Assert.Equal((first, second), ($"{repeated.FirstRemoteAddress}", $"{repeated.RemoteAddress}"));
        Assert.Equal("alice", repeated.Subject);
        Assert.Equal(events.All.OfType<OAuthEvent.CodeIssued>().Single().AuthorizationId, repeated.AuthorizationId);
        Assert.Equal(isElsewhere, log.Events.Contains((Microsoft.Extensions.Logging.LogLevel.Warning, "RepeatedElsewhere")));
    }

    [Fact]
    public async Task With_the_strict_option_a_repetition_from_another_network_is_reuse_and_one_from_the_same_is_answered()
    {
        var server = Start(s => s.Options.RefuseRepeatFromOtherNetwork = true);
        var issued = await server.IssueAsync();
        var answer = (await RefreshFromAsync(server, issued, "192.0.2.1")).MustIssue();
        (await RefreshFromAsync(server, issued, "192.0.2.1")).MustIssue();
        (await RefreshFromAsync(server, issued, "203.0.113.7")).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(answer.AccessToken));
    }

    private static Task<Answer> RefreshFromAsync(TestServer server, Answer issued, string from) =>
        server.SendAsync(WireRequest.Post(Endpoint.Token, Known.Refresh(issued.RefreshToken)) with
        {
            From = System.Net.IPAddress.Parse(from),
        });

    [Fact]
    public async Task A_model_that_cannot_exchange_in_one_step_repeats_nothing()
    {
        var server = Start(s => s.Model = new DelegatingModel(s.Store));
        var first = await server.IssueAsync();
        var second = (await server.RefreshAsync(first.RefreshToken)).MustIssue();
        (await server.RefreshAsync(first.RefreshToken)).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(second.AccessToken));
    }
}
