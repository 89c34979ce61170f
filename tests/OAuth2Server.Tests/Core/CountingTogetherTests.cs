using System.Net;

namespace OAuth2Server.Tests.Core;

/// <summary>Several shields over one <see cref="IAttemptModel"/>, as several nodes have them.</summary>
[RfcSection("RFC 6749", "2.3.1")]
public sealed class CountingTogetherTests
{
    private readonly FakeTimeProvider _clock = new(Records.Start);
    private readonly CountedCalls _store;
    private readonly BruteForceShield[] _nodes;

    public CountingTogetherTests()
    {
        _store = new(new(_clock));
        _nodes = [new(_clock), new(_clock)];
    }

    [Fact]
    public async Task Failures_at_one_node_count_at_the_other()
    {
        for (var i = 0; i < 10; i++) await FailAsync(_nodes[i % 2]);
        Assert.All(_nodes, node => Assert.Null(node.WaitOf(Attempted)));
        await FailAsync(_nodes[0]);
        Assert.Equal(TimeSpan.FromSeconds(1), _nodes[0].WaitOf(Attempted));
    }

    /// <summary>The documented bound: a node reads the count of the other nodes when an attempt fails at this node. So each node lets one
    /// attempt through while the key is blocked at another node.</summary>
    [Fact]
    public async Task Each_node_lets_one_guess_through_while_the_door_is_closed_elsewhere()
    {
        for (var i = 0; i < 11; i++) await FailAsync(_nodes[0]);
        Assert.Null(_nodes[1].WaitOf(Attempted));
        await FailAsync(_nodes[1]);
        Assert.Equal(TimeSpan.FromSeconds(2), _nodes[1].WaitOf(Attempted));
    }

    [Fact]
    public async Task A_success_asks_the_store_only_when_this_node_knows_of_failures()
    {
        await SucceedAsync(_nodes[0]);
        Assert.Equal(0, _store.Calls);
        for (var i = 0; i < 9; i++) await FailAsync(_nodes[0]);
        await SucceedAsync(_nodes[1]);
        Assert.Equal(9, _store.Calls);
        await SucceedAsync(_nodes[0]);
        await SucceedAsync(_nodes[0]);
        Assert.Equal(10, _store.Calls);
    }

    [Fact]
    public async Task A_success_at_one_node_leaves_the_other_what_it_has_seen_itself_until_it_sees_a_success_too()
    {
        for (var i = 0; i < 8; i++) await FailAsync(_nodes[i % 2]);
        await SucceedAsync(_nodes[0]);
        for (var i = 0; i < 3; i++) await FailAsync(_nodes[1]);
        Assert.NotNull(_nodes[1].WaitOf(Attempted));
        for (var i = 0; i < 7; i++) await FailAsync(_nodes[0]);
        Assert.Null(_nodes[0].WaitOf(Attempted));

        _clock.Advance(TimeSpan.FromSeconds(1));
        await SucceedAsync(_nodes[1]);
        for (var i = 0; i < 10; i++) await FailAsync(_nodes[1]);
        Assert.Null(_nodes[1].WaitOf(Attempted));
    }

    [Fact]
    public async Task A_store_that_fails_does_not_make_guessing_free()
    {
        _store.Fails = true;
        for (var i = 0; i < 11; i++) await Assert.ThrowsAsync<InvalidOperationException>(() => FailAsync(_nodes[0]));
        Assert.NotNull(_nodes[0].WaitOf(Attempted));
    }

    [Fact]
    public void Guesses_at_the_same_moment_are_all_counted_in_the_store_or_refused()
    {
        var refused = Together.Run(64, async i => (await VerifyAsync(_nodes[i % 2], isRight: false)).IsError(out _, out _));
        Assert.All(_nodes, node => Assert.NotNull(node.WaitOf(Attempted)));
        Assert.Equal(refused.Count(wasRefused => !wasRefused), _store.Calls);
        Assert.InRange(_store.Calls, 11, 22);
    }

    [Fact]
    public async Task A_key_is_52_hexadecimal_digits()
    {
        await FailAsync(_nodes[0]);
        Assert.Matches(@"\A[0-9a-f]{52}\z", Assert.Single(_store.Keys));
    }

    private Attempt Attempted => new(AttemptKind.ClientSecret, "alice", IPAddress.Parse("203.0.113.7"), _store);

    private async Task FailAsync(BruteForceShield node) => Assert.False((await VerifyAsync(node, isRight: false)).IsError(out _, out _));

    private async Task SucceedAsync(BruteForceShield node) => Assert.False((await VerifyAsync(node, isRight: true)).IsError(out _, out _));

    private ValueTask<Outcome<bool>> VerifyAsync(BruteForceShield node, bool isRight) =>
        node.VerifyAsync(Attempted, isRight, static (isRight, _) => new(isRight), default);

    private sealed class CountedCalls(InMemoryModel inner) : IAttemptModel
    {
        private int _calls;

        public int Calls => _calls;

        public bool Fails { get; set; }

        public System.Collections.Concurrent.ConcurrentBag<string> Keys { get; } = [];

        public ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct)
        {
            Interlocked.Increment(ref _calls);
            Keys.Add(key);
            return Fails ? throw new InvalidOperationException("The store is away.") : inner.AddFailureAsync(key, now, forgetAt, ct);
        }

        public ValueTask ClearFailuresAsync(string key, CancellationToken ct)
        {
            Interlocked.Increment(ref _calls);
            return inner.ClearFailuresAsync(key, ct);
        }
    }
}
