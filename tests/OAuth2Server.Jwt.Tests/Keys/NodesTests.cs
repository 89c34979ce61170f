using CsCheck;

namespace OAuth2Server.Jwt.Tests.Keys;

/// <summary>Several nodes over one model, without a leader, and with clocks that differ.</summary>
public sealed class NodesTests
{
    private static readonly TimeSpan Lead = TimeSpan.FromHours(24);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private enum Step
    {
        Minutes, Hours, Days, Months, RefreshOne, RefreshOther, RestartOne, RestartOther, SignOne, SignOther, RotateOne, RotateOther,
        BeforeATime, AfterATime,
    }

    /// <summary>Random steps: time that passes, refreshes, restarts, downtimes, rotations. A token that a node signs verifies against the
    /// key set of both nodes until it expires, and its key was published for a day before it signed.</summary>
    [Fact]
    public void Every_token_verifies_at_every_node_as_long_as_it_is_valid_and_no_key_signs_unseen() =>
        Gen.Int[0, 13].Array[1, 40].Sample(steps => RunAsync([.. steps.Select(step => (Step)step)]).GetAwaiter().GetResult(), iter: 500);

    [Fact]
    public async Task Nodes_that_start_at_the_same_moment_use_the_same_keys()
    {
        for (var round = 0; round < 20; round++)
        {
            var ring = new Ring();
            var kids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ring.SignsAsync(ring.Node()))));
            Assert.Single(kids.Distinct());
            Assert.Single(await ring.KeysAsync());
        }
    }

    [Fact]
    public async Task Requests_that_wait_for_the_first_keys_read_the_ring_once()
    {
        var (ring, reads) = (new Ring(), 0);
        var model = new FaultyModel(ring.Model) { BeforeRead = () => Interlocked.Increment(ref reads) };
        var node = ring.Node();
        var kids = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Ring.SignsAsync(node, model))));
        Assert.Equal((1, 1), (kids.Distinct().Count(), reads));
    }

    [Fact]
    public async Task A_node_sees_what_another_node_changed_when_the_refresh_is_due_and_its_key_set_within_five_seconds()
    {
        var ring = new Ring();
        var (one, other) = (ring.Node(), ring.Node());
        var first = await ring.SignsAsync(one);
        await ring.PublishedAsync(other);
        await one.RotateAsync(ring.Model, KeyRotation.Immediate, Ring.Ct);
        var second = await ring.SignsAsync(one);
        ring.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([first, second], await ring.PublishedAsync(other));
        Assert.Equal(second, await ring.SignsAsync(other));
    }

    [Fact]
    public async Task A_store_that_fails_is_logged_once_and_the_keys_sign_until_they_retire()
    {
        var (ring, log) = (new Ring(), new CapturedLog());
        var model = new FaultyModel(ring.Model);
        var node = ring.Node(log: log);
        var kid = await Ring.SignsAsync(node, model);
        model.BeforeRead = () => throw new IOException("The database is away.");
        for (var day = 1; day < 90; day++)
        {
            ring.Clock.SetUtcNow(Ring.Start.AddDays(day));
            Assert.Equal(kid, await Ring.SignsAsync(node, model));
            var set = System.Text.Encoding.UTF8.GetString((await node.GetKeySetAsync(model, Ring.Ct)).Span);
            Assert.Contains(kid, set, StringComparison.Ordinal);
        }
        Assert.Single(log.Lines, line => line.StartsWith("Warning SigningKeysUnreadable", StringComparison.Ordinal));
        ring.Clock.SetUtcNow(Ring.Start.AddDays(90));
        await Assert.ThrowsAsync<IOException>(() => Ring.SignsAsync(node, model));

        // It works again: the old key signs on, because the new one was not published in time.
        model.BeforeRead = () => { };
        Assert.Equal(kid, await Ring.SignsAsync(node, model));
    }

    [Fact]
    public async Task A_store_that_can_be_read_and_not_written_gives_the_keys_that_it_has()
    {
        var ring = new Ring();
        var kid = await ring.SignsAsync(ring.Node());
        ring.Clock.Advance(TimeSpan.FromDays(89.5));
        var model = new FaultyModel(ring.Model) { BeforeSave = () => throw new IOException("The database is read-only.") };
        var node = ring.Node();
        await Assert.ThrowsAsync<IOException>(() => node.RefreshAsync(model, Ring.Ct));
        Assert.Equal(kid, await Ring.SignsAsync(node, model));
    }

    [Fact]
    public async Task A_store_that_never_saves_is_an_error_and_not_an_endless_loop()
    {
        var ring = new Ring();
        var model = new FaultyModel(ring.Model) { Refuses = true };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Ring.SignsAsync(ring.Node(), model));
        Assert.Contains("SaveSigningKeysAsync returned false", error.Message, StringComparison.Ordinal);
    }

    private static async Task RunAsync(Step[] steps)
    {
        var world = new World();
        foreach (var step in steps)
        {
            await world.DoAsync(step);
            await world.CheckAsync();
        }
    }

    /// <summary>Two nodes, the tokens that they signed, and when each key was seen first.</summary>
    private sealed class World
    {
        private readonly Ring _ring = new();
        private readonly SigningKeys[] _nodes;
        private readonly Dictionary<string, DateTimeOffset> _seen = [];
        private readonly List<(string Kid, DateTimeOffset Until)> _tokens = [];

        internal World() => _nodes = [_ring.Node(Skew), _ring.Node(-Skew)];

        internal async Task DoAsync(Step step)
        {
            var i = (int)step % 2;
            switch (step)
            {
                // Not the same minutes each time: boundaries are met from both sides.
                case Step.Minutes: _ring.Clock.Advance(TimeSpan.FromSeconds(37 + _tokens.Count)); break;
                case Step.Hours: _ring.Clock.Advance(TimeSpan.FromHours(11) + TimeSpan.FromSeconds(_tokens.Count)); break;
                case Step.Days: _ring.Clock.Advance(TimeSpan.FromDays(29.9)); break;
                case Step.Months: _ring.Clock.Advance(TimeSpan.FromDays(200)); break;
                case Step.BeforeATime: await ToATimeAsync(TimeSpan.FromSeconds(-20)); break;
                case Step.AfterATime: await ToATimeAsync(TimeSpan.FromSeconds(20)); break;
                case Step.RefreshOne or Step.RefreshOther: await _nodes[i].RefreshAsync(_ring.Model, default); break;
                case Step.RestartOne or Step.RestartOther: _nodes[i] = _ring.Node(i == 0 ? Skew : -Skew); break;
                case Step.SignOne or Step.SignOther: await SignAsync(_nodes[i]); break;
                default: await _nodes[i].RotateAsync(_ring.Model, KeyRotation.Scheduled, default); break;
            }
            foreach (var key in await _ring.KeysAsync()) _seen.TryAdd(key.Id, _ring.Clock.GetUtcNow());
        }

        internal async Task CheckAsync()
        {
            var now = _ring.Clock.GetUtcNow();
            _tokens.RemoveAll(token => token.Until <= now);
            if (_tokens.Count == 0) return;
            foreach (var node in _nodes)
            {
                var published = await _ring.PublishedAsync(node);
                foreach (var (kid, _) in _tokens) Assert.Contains(kid, published);
            }
        }

        // The clock of one node is before the next time of a key, and that of the other after it.
        private async Task ToATimeAsync(TimeSpan beside)
        {
            var now = _ring.Clock.GetUtcNow();
            var times = (await _ring.KeysAsync()).SelectMany(key => (DateTimeOffset[])[key.SignsAt, key.RetiresAt, key.RemovedAt]);
            var next = times.Select(time => time + beside).Where(time => time > now).Order().FirstOrDefault(now);
            _ring.Clock.SetUtcNow(next);
        }

        private async Task SignAsync(SigningKeys node)
        {
            var kid = (await node.GetSignerAsync(_ring.Model, SigningAlgorithm.ES256, default)).KeyId;
            var now = _ring.Clock.GetUtcNow();
            _tokens.Add((kid, now + TokenLifetime));
            if (_seen.Count == 0) _seen[kid] = DateTimeOffset.MinValue;
            Assert.True(_seen.TryGetValue(kid, out var seen), "A key signs that was not in the ring before.");
            if (kid != _seen.MinBy(pair => pair.Value).Key)
                Assert.True(now - seen >= Lead - (2 * Skew), $"A key signs after {now - seen}.");
        }
    }
}
