using System.Net;

namespace OAuth2Server.Tests.Core;

/// <summary>Attempts that are spread: over many networks at one account, or over many accounts from one network.</summary>
[RfcSection("RFC 6749", "4.3.2")]
[RfcSection("RFC 6819", "5.1.4.2.3")]
public sealed class SpreadGuessingTests
{
    private static readonly TimeSpan _twoSeconds = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _clock = new(Records.Start);
    private readonly BruteForceShield _shield;

    public SpreadGuessingTests() => _shield = new(_clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Above_fifty_failures_in_all_networks_an_account_is_tried_once_in_two_seconds()
    {
        for (var i = 0; i < 51; i++) Assert.False(await IsRightAsync(_shield, "alice", $"192.0.2.{i}", isRight: false));

        Assert.False(await IsRightAsync(_shield, "alice", "203.0.113.1", isRight: false));
        Task<bool>[] waiting = [.. Enumerable.Range(2, 3).Select(i => IsRightAsync(_shield, "alice", $"203.0.113.{i}", isRight: false))];
        var outcome = await VerifyAsync(_shield, "alice", "203.0.113.5", isRight: true);
        Assert.True(outcome.IsError(out var refused, out _));
        Assert.Equal((429, "2"), (refused.Status, refused.Headers.Single(header => header.Key == "Retry-After").Value));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(i, waiting.Count(attempt => attempt.IsCompleted));
            _clock.Advance(_twoSeconds);
            Assert.False(await waiting[i]);
        }
    }

    [Fact]
    public async Task The_owner_in_a_new_network_waits_a_few_seconds_and_is_not_locked_out()
    {
        for (var i = 0; i < 60; i++)
        {
            await IsRightAsync(_shield, "alice", $"192.0.2.{i}", isRight: false);
            _clock.Advance(_twoSeconds);
        }
        var attacker = IsRightAsync(_shield, "alice", "203.0.113.1", isRight: false);
        var owner = IsRightAsync(_shield, "alice", "198.51.100.4", isRight: true);
        Assert.False(await attacker);
        Assert.False(owner.IsCompleted);
        _clock.Advance(_twoSeconds);
        Assert.True(await owner);
    }

    [Fact]
    public async Task The_owner_in_a_network_where_the_account_has_signed_in_does_not_wait()
    {
        Assert.True(await IsRightAsync(_shield, "alice", "198.51.100.4", isRight: true));
        for (var i = 0; i < 51; i++) await IsRightAsync(_shield, "Alice", $"192.0.2.{i}", isRight: false);
        await IsRightAsync(_shield, "alice", "203.0.113.1", isRight: false);
        for (var i = 0; i < 5; i++) Assert.True(await IsRightAsync(_shield, "alice", "198.51.100.4", isRight: true));
    }

    [Fact]
    public async Task Another_account_is_not_slowed_down()
    {
        for (var i = 0; i < 51; i++) await IsRightAsync(_shield, "alice", $"192.0.2.{i}", isRight: false);
        for (var i = 0; i < 5; i++) Assert.True(await IsRightAsync(_shield, "bob", "203.0.113.1", isRight: true));
    }

    [Fact]
    public async Task Above_a_hundred_names_a_network_tries_one_in_two_seconds_and_its_known_users_and_other_networks_do_not_wait()
    {
        const string Network = "192.0.2.1";
        Assert.True(await IsRightAsync(_shield, "bob", Network, isRight: true));
        for (var i = 0; i < 101; i++) Assert.False(await IsRightAsync(_shield, $"user{i}", Network, isRight: false));

        Assert.False(await IsRightAsync(_shield, "next", Network, isRight: false));
        var spray = IsRightAsync(_shield, "after", Network, isRight: false);
        Assert.False(spray.IsCompleted);
        Assert.True(await IsRightAsync(_shield, "bob", Network, isRight: true));
        for (var i = 0; i < 5; i++) Assert.True(await IsRightAsync(_shield, "carol", "192.0.2.2", isRight: true));
        _clock.Advance(_twoSeconds);
        Assert.False(await spray);
    }

    [Fact]
    public async Task A_program_with_an_old_password_counts_as_one_name()
    {
        for (var i = 0; i < 99; i++) await IsRightAsync(_shield, $"user{i}", "192.0.2.1", isRight: false);
        for (var i = 0; i < 10; i++) await IsRightAsync(_shield, "old", "192.0.2.1", isRight: false);
        for (var i = 0; i < 5; i++) Assert.True(await IsRightAsync(_shield, $"new{i}", "192.0.2.1", isRight: true));
    }

    [Fact]
    public async Task The_wide_counts_end_with_their_quarter_of_an_hour_also_when_they_grow()
    {
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 40; i++) await IsRightAsync(_shield, "alice", $"192.0.{round}.{i}", isRight: false);
            _clock.Advance(TimeSpan.FromMinutes(15));
        }
        for (var i = 0; i < 5; i++) Assert.True(await IsRightAsync(_shield, "alice", $"203.0.113.{i}", isRight: true));
    }

    [Fact]
    public async Task Two_nodes_count_the_failures_of_an_account_and_the_names_of_a_network_together()
    {
        var (store, other) = (new CountedKeys(), new BruteForceShield(_clock));
        BruteForceShield[] nodes = [_shield, other];
        for (var i = 0; i < 51; i++) await IsRightAsync(nodes[i % 2], "alice", $"192.0.2.{i}", isRight: false, store);
        for (var i = 0; i < 101; i++) await IsRightAsync(nodes[i % 2], $"user{i}", "203.0.113.7", isRight: false, store);

        // A node reads the count of all nodes when it counts a failure of its own: one more attempt. Then one has its turn and three wait.
        foreach (var node in nodes)
        {
            var atAlice = Enumerable.Range(1, 6).Select(i =>
                VerifyAsync(node, "alice", $"198.51.100.{i}", isRight: false, store)).ToArray();
            Assert.True((await atAlice[5]).IsError(out _, out _));
            var names = Enumerable.Range(1, 6).Select(i => VerifyAsync(node, $"name{i}", "203.0.113.7", isRight: false, store)).ToArray();
            Assert.True((await names[5]).IsError(out _, out _));
            for (var i = 0; i < 5; i++) _clock.Advance(_twoSeconds);
            await Task.WhenAll([.. atAlice, .. names]);
        }
    }

    [Fact]
    public async Task A_flood_of_names_from_one_network_makes_few_rows()
    {
        var store = new CountedKeys();
        var flood = Enumerable.Range(0, 1000).Select(i => VerifyAsync(_shield, $"user{i}", "192.0.2.1", isRight: false, store)).ToArray();
        Assert.InRange(store.Failures.Count, 1, 250);
        for (var i = 0; i < 5; i++) _clock.Advance(_twoSeconds);
        Assert.Equal(895, (await Task.WhenAll(flood)).Count(outcome => outcome.IsError(out _, out _)));
    }

    [Fact]
    public async Task Under_a_key_a_store_holds_neither_an_unkeyed_hash_nor_the_network_and_nodes_with_one_key_count_together()
    {
        var (store, open, key) = (new CountedKeys(), new CountedKeys(), new byte[16]);
        key[0] = 1;
        var (one, two, other) = (Keyed(key), Keyed(key), Keyed([.. key.Reverse()]));
        await IsRightAsync(_shield, "my password", "192.0.2.1", isRight: false, open);
        await IsRightAsync(one, "my password", "192.0.2.1", isRight: false, store);
        Assert.All(store.Failures.Keys, text =>
        {
            Assert.Matches(@"\A[0-9a-f]{52}\z", text);
            Assert.DoesNotContain("c0000201", text, StringComparison.Ordinal);
        });
        Assert.All(open.Failures.Keys, text => Assert.DoesNotContain(text, store.Failures.Keys));

        await IsRightAsync(two, "my password", "192.0.2.1", isRight: false, store);
        Assert.Equal([1, 2, 2], store.Failures.Values.Order());
        await IsRightAsync(other, "my password", "192.0.2.1", isRight: false, store);
        Assert.Equal(6, store.Failures.Count);
        Assert.True(await IsRightAsync(two, "my password", "192.0.2.1", isRight: true, store));
        Assert.Equal(5, store.Failures.Count);
    }

    [Fact]
    public void A_key_that_is_too_short_is_refused() => Assert.Throws<ArgumentException>(() => Keyed(new byte[15]));

    private BruteForceShield Keyed(byte[] key) => new(_clock, key: key);

    private static async Task<bool> IsRightAsync(
        BruteForceShield shield, string name, string from, bool isRight, IAttemptModel? store = null)
    {
        var outcome = await VerifyAsync(shield, name, from, isRight, store);
        Assert.False(outcome.IsError(out _, out var wasRight));
        return wasRight;
    }

    private static Task<Outcome<bool>> VerifyAsync(
        BruteForceShield shield, string name, string from, bool isRight, IAttemptModel? store = null) =>
        shield.VerifyPasswordAsync(name, IPAddress.Parse(from), _ => new(isRight), store, Ct).AsTask();
}
