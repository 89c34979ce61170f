namespace OAuth2Server.Jwt.Tests.Keys;

/// <summary>A key is published, signs, retires and is removed: every boundary, on a fake clock.</summary>
public sealed class LifeOfAKeyTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Retires = TimeSpan.FromDays(90);

    // The lifetime of tokens, and the margin for clocks and nodes.
    private static readonly TimeSpan Removed = Retires + TimeSpan.FromHours(24) + TimeSpan.FromMinutes(12);

    private readonly Ring _ring = new();

    [Fact]
    public async Task The_first_key_signs_immediately_and_is_in_the_key_set()
    {
        var node = _ring.Node();
        var kid = await _ring.SignsAsync(node);
        Assert.Equal([kid], await _ring.PublishedAsync(node));
        var key = Assert.Single(await _ring.KeysAsync());
        Assert.Equal((kid, Ring.Start, Ring.Start, Ring.Start + Retires, Ring.Start + Removed),
            (key.Id, key.PublishedAt, key.SignsAt, key.RetiresAt, key.RemovedAt));
    }

    [Fact]
    public async Task Every_algorithm_has_a_key_of_its_own()
    {
        _ring.Options = new() { Algorithms = [.. SigningAlgorithm.All] };
        var node = _ring.Node();
        var kids = new List<string>();
        foreach (var algorithm in SigningAlgorithm.All) kids.Add(await _ring.SignsAsync(node, algorithm));
        Assert.Equal(4, kids.Distinct().Count());
        Assert.Equal(kids, await _ring.PublishedAsync(node));
    }

    [Fact]
    public async Task The_next_key_is_published_a_day_before_it_signs_and_the_old_one_stays_until_its_tokens_have_expired()
    {
        var node = _ring.Node();
        var first = await _ring.SignsAsync(node);

        await _ring.AtAsync(Retires - TimeSpan.FromHours(24) - Tick, node);
        Assert.Equal([first], await _ring.PublishedAsync(node));

        await _ring.AtAsync(Retires - TimeSpan.FromHours(24), node);
        Assert.Equal(2, (await _ring.PublishedAsync(node)).Length);
        Assert.Equal(first, await _ring.SignsAsync(node));
        var second = (await _ring.KeysAsync())[1];
        Assert.Equal((Ring.Start + Retires, Ring.Start + (2 * Retires)), (second.SignsAt, second.RetiresAt));

        await _ring.AtAsync(Retires - Tick, node);
        Assert.Equal(first, await _ring.SignsAsync(node));
        await _ring.AtAsync(Retires, node);
        Assert.Equal(second.Id, await _ring.SignsAsync(node));

        await _ring.AtAsync(Removed - Tick, node);
        Assert.Equal([first, second.Id], await _ring.PublishedAsync(node));
        await _ring.AtAsync(Removed, node);
        Assert.Equal([second.Id], await _ring.PublishedAsync(node));
        Assert.Equal([second.Id], (await _ring.KeysAsync()).Select(key => key.Id));
    }

    /// <summary>The times decide, not the refresh: a node whose refresh is late changes its key at the same moment.</summary>
    [Fact]
    public async Task A_key_takes_its_turn_and_leaves_the_key_set_without_a_refresh()
    {
        var node = _ring.Node();
        await node.RefreshAsync(_ring.Model, Ring.Ct);
        await _ring.AtAsync(Retires - TimeSpan.FromHours(1), node);
        var (first, second) = ((await _ring.KeysAsync())[0], (await _ring.KeysAsync())[1]);
        _ring.Clock.SetUtcNow(first.RetiresAt - TimeSpan.FromSeconds(1));
        await node.RefreshAsync(_ring.Model, Ring.Ct);
        Assert.Equal(first.Id, await _ring.SignsAsync(node));
        _ring.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(second.Id, await _ring.SignsAsync(node));

        _ring.Clock.SetUtcNow(first.RemovedAt - Tick);
        Assert.Equal([first.Id, second.Id], await _ring.PublishedAsync(node));
        _ring.Clock.Advance(Tick);
        Assert.Equal([second.Id], await _ring.PublishedAsync(node));
    }

    [Fact]
    public void The_state_of_a_key_follows_from_its_times()
    {
        var key = new SigningKey
        {
            Id = "a",
            Algorithm = SigningAlgorithm.ES256,
            PublicKey = [],
            PrivateKey = [],
            PublishedAt = Ring.Start,
            SignsAt = Ring.Start.AddDays(1),
            RetiresAt = Ring.Start.AddDays(2),
            RemovedAt = Ring.Start.AddDays(3),
        };
        SigningKeyState[] states = [SigningKeyState.Published, SigningKeyState.Signing, SigningKeyState.Retired, SigningKeyState.Removed];
        for (var day = 0; day < 4; day++)
        {
            Assert.Equal(states[day], SigningKeys.StateOf(key, Ring.Start.AddDays(day)));
            Assert.Equal(states[day], SigningKeys.StateOf(key, Ring.Start.AddDays(day + 1) - Tick));
        }
    }

    /// <summary>No gap, and no key that a resource server could not have read.</summary>
    [Theory]
    [InlineData(89.5)]
    [InlineData(90)]
    [InlineData(91)]
    [InlineData(2000)]
    public async Task After_a_downtime_the_old_key_signs_until_the_new_one_has_been_published_for_a_day(double days)
    {
        var first = await _ring.SignsAsync(_ring.Node());

        var node = _ring.Node();
        var start = TimeSpan.FromDays(days);
        await _ring.AtAsync(start, node);
        Assert.Equal(first, await _ring.SignsAsync(node));
        var published = await _ring.PublishedAsync(node);
        Assert.Equal((2, first), (published.Length, published[0]));

        await _ring.AtAsync(start + TimeSpan.FromHours(24) - Tick, node);
        Assert.Equal(first, await _ring.SignsAsync(node));
        await _ring.AtAsync(start + TimeSpan.FromHours(24), node);
        Assert.Equal(published[1], await _ring.SignsAsync(node));
        Assert.Contains(first, await _ring.PublishedAsync(node));
        await _ring.AtAsync(start + TimeSpan.FromHours(48) + TimeSpan.FromMinutes(12), node);
        Assert.Equal([published[1]], await _ring.PublishedAsync(node));
    }

    [Fact]
    public async Task An_algorithm_that_is_added_gets_a_key_and_one_that_is_taken_away_signs_no_more()
    {
        var before = await _ring.SignsAsync(_ring.Node());
        _ring.Options = new() { Algorithms = [SigningAlgorithm.ES384] };
        var node = _ring.Node();
        await _ring.AtAsync(TimeSpan.FromDays(10), node);

        var added = await _ring.SignsAsync(node, SigningAlgorithm.ES384);
        Assert.Equal([before, added], await _ring.PublishedAsync(node));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _ring.SignsAsync(node));
        Assert.Contains("does not sign with ES256", error.Message, StringComparison.Ordinal);

        var retired = (await _ring.KeysAsync())[0];
        Assert.Equal(Ring.Start.AddDays(10), retired.RetiresAt);
        Assert.Equal(retired.RetiresAt + TimeSpan.FromHours(24) + TimeSpan.FromMinutes(12), retired.RemovedAt);
        _ring.Clock.SetUtcNow(retired.RemovedAt);
        await node.RefreshAsync(_ring.Model, Ring.Ct);
        Assert.Equal([added], await _ring.PublishedAsync(node));
    }

    /// <summary>While the nodes are updated one after the other, some have the older settings.</summary>
    [Fact]
    public async Task Nodes_with_other_algorithms_make_no_key_for_each_other_in_vain()
    {
        _ring.Options = new() { Algorithms = [SigningAlgorithm.ES256, SigningAlgorithm.ES384] };
        var old = _ring.Node();
        await old.RefreshAsync(_ring.Model, Ring.Ct);
        _ring.Options = new() { Algorithms = [SigningAlgorithm.ES384] };
        var updated = _ring.Node();
        for (var minute = 0; minute < 60; minute++)
        {
            _ring.Clock.Advance(TimeSpan.FromMinutes(1));
            foreach (var node in (SigningKeys[])[old, updated])
            {
                await node.RefreshAsync(_ring.Model, Ring.Ct);
                var kid = await _ring.SignsAsync(old);
                Assert.Contains(kid, await _ring.PublishedAsync(updated));
            }
        }
        Assert.Equal(2, (await _ring.KeysAsync()).Count);
    }

    [Fact]
    public async Task Keys_stay_for_the_lifetime_of_the_longest_token()
    {
        var node = _ring.Node();
        await node.RefreshAsync(_ring.Model, Ring.Ct);
        node.KeepFor(TimeSpan.FromHours(1));
        await node.RefreshAsync(_ring.Model, Ring.Ct);
        Assert.Equal(Ring.Start + Removed, (await _ring.KeysAsync())[0].RemovedAt);
        node.KeepFor(TimeSpan.FromDays(30));
        node.KeepFor(TimeSpan.FromDays(7));
        await node.RefreshAsync(_ring.Model, Ring.Ct);
        var kept = Ring.Start + Retires + TimeSpan.FromDays(30) + TimeSpan.FromMinutes(12);
        Assert.Equal(kept, (await _ring.KeysAsync())[0].RemovedAt);

        // A node that has not seen such a token does not shorten it.
        await _ring.Node().RefreshAsync(_ring.Model, Ring.Ct);
        Assert.Equal(kept, (await _ring.KeysAsync())[0].RemovedAt);
    }

    [Fact]
    public async Task A_shorter_period_applies_to_the_key_that_signs_now()
    {
        var first = await _ring.SignsAsync(_ring.Node());
        _ring.Options = new() { Algorithms = [SigningAlgorithm.ES256], SignsFor = TimeSpan.FromDays(7) };
        var node = _ring.Node();
        await _ring.AtAsync(TimeSpan.FromDays(5), node);
        Assert.Equal(Ring.Start.AddDays(7), (await _ring.KeysAsync())[0].RetiresAt);
        await _ring.AtAsync(TimeSpan.FromDays(6), node);
        Assert.Equal(2, (await _ring.PublishedAsync(node)).Length);
        Assert.Equal(first, await _ring.SignsAsync(node));
        await _ring.AtAsync(TimeSpan.FromDays(7), node);
        Assert.NotEqual(first, await _ring.SignsAsync(node));
    }

    [Fact]
    public async Task A_refresh_without_anything_due_saves_nothing()
    {
        var node = _ring.Node();
        await node.RefreshAsync(_ring.Model, Ring.Ct);
        for (var day = 1; day < 89; day++) await _ring.AtAsync(TimeSpan.FromDays(day), node);
        Assert.Equal(1, (await _ring.Model.GetSigningKeysAsync(Ring.Ct)).Version);
    }

    [Fact]
    public async Task The_signer_is_found_without_an_allocation()
    {
        var node = _ring.Node();
        await node.RefreshAsync(_ring.Model, Ring.Ct);
        var ct = Ring.Ct;
        for (var i = 0; i < 100; i++) _ = await node.GetSignerAsync(_ring.Model, SigningAlgorithm.ES256, ct);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) _ = await node.GetSignerAsync(_ring.Model, SigningAlgorithm.ES256, ct);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
