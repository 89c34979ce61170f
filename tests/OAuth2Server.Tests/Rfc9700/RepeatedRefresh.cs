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
