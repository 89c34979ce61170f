namespace OAuth2Server.Jwt.Tests.Keys;

/// <summary>New keys before their time: brought forward, immediate, and after a theft.</summary>
public sealed class RotationTests
{
    private readonly Ring _ring = new();

    [Fact]
    public async Task A_scheduled_rotation_publishes_now_and_signs_a_day_later()
    {
        var node = _ring.Node();
        var first = await _ring.SignsAsync(node);
        _ring.Clock.Advance(TimeSpan.FromDays(10));
        await node.RotateAsync(_ring.Model, KeyRotation.Scheduled, Ring.Ct);
        var published = await _ring.PublishedAsync(node);
        Assert.Equal((2, first), (published.Length, await _ring.SignsAsync(node)));
        Assert.Equal(Ring.Start.AddDays(11), (await _ring.KeysAsync())[0].RetiresAt);

        await _ring.AtAsync(TimeSpan.FromDays(11) - TimeSpan.FromTicks(1), node);
        Assert.Equal(first, await _ring.SignsAsync(node));
        await _ring.AtAsync(TimeSpan.FromDays(11), node);
        Assert.Equal(published[1], await _ring.SignsAsync(node));
        Assert.Equal(published, await _ring.PublishedAsync(node));
        await _ring.AtAsync(TimeSpan.FromDays(12) + TimeSpan.FromMinutes(12), node);
        Assert.Equal([published[1]], await _ring.PublishedAsync(node));
    }

    [Fact]
    public async Task A_scheduled_rotation_that_is_asked_for_twice_is_one()
    {
        var node = _ring.Node();
        await node.RotateAsync(_ring.Model, KeyRotation.Scheduled, Ring.Ct);
        await node.RotateAsync(_ring.Model, KeyRotation.Scheduled, Ring.Ct);
        await _ring.Node().RotateAsync(_ring.Model, KeyRotation.Scheduled, Ring.Ct);
        // The first was made for the empty ring, and signs already.
        Assert.InRange((await _ring.KeysAsync()).Count, 1, 2);
    }

    [Fact]
    public async Task After_an_immediate_rotation_new_keys_sign_and_the_old_ones_stay_for_their_tokens()
    {
        var (node, other) = (_ring.Node(), _ring.Node());
        var first = await _ring.SignsAsync(node);
        Assert.Equal(first, await _ring.SignsAsync(other));
        await node.RotateAsync(_ring.Model, KeyRotation.Scheduled, Ring.Ct);
        var waiting = (await _ring.KeysAsync())[1].Id;
        _ring.Clock.Advance(TimeSpan.FromHours(1));

        await node.RotateAsync(_ring.Model, KeyRotation.Immediate, Ring.Ct);
        var fresh = await _ring.SignsAsync(node);
        Assert.DoesNotContain(fresh, (string[])[first, waiting]);
        Assert.Equal([first, waiting, fresh], await _ring.PublishedAsync(node));
        Assert.Contains(fresh, await _ring.PublishedAsync(other));

        await other.RefreshAsync(_ring.Model, Ring.Ct);
        Assert.Equal(fresh, await _ring.SignsAsync(other));
        // The key that waited does not take the turn of the new one.
        await _ring.AtAsync(TimeSpan.FromHours(24), node);
        Assert.Equal(fresh, await _ring.SignsAsync(node));
        await _ring.AtAsync(TimeSpan.FromHours(25) + TimeSpan.FromMinutes(12) - TimeSpan.FromTicks(1), node);
        Assert.Contains(first, await _ring.PublishedAsync(node));
        await _ring.AtAsync(TimeSpan.FromHours(25) + TimeSpan.FromMinutes(12), node);
        Assert.Equal([fresh], await _ring.PublishedAsync(node));
    }

    [Fact]
    public async Task After_a_theft_the_old_keys_leave_the_ring_and_the_key_set_immediately()
    {
        var log = new CapturedLog();
        var (node, other) = (_ring.Node(log: log), _ring.Node(TimeSpan.FromSeconds(-30)));
        var first = await _ring.SignsAsync(node);
        await _ring.SignsAsync(other);
        await node.RotateAsync(_ring.Model, KeyRotation.Scheduled, Ring.Ct);
        await node.RotateAsync(_ring.Model, KeyRotation.Compromised, Ring.Ct);
        var fresh = await _ring.SignsAsync(node);
        Assert.Equal([fresh], await _ring.PublishedAsync(node));
        Assert.Equal([fresh], (await _ring.KeysAsync()).Select(key => key.Id));
        Assert.NotEqual(first, fresh);

        // The clock of the other node says that the key does not sign yet; there is no other.
        await other.RefreshAsync(_ring.Model, Ring.Ct);
        Assert.Equal((fresh, 1), (await _ring.SignsAsync(other), (await _ring.PublishedAsync(other)).Length));
        Assert.Contains(log.Lines, line => line.StartsWith("Warning SigningKeysRotated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rotation_over_an_empty_ring_makes_the_first_keys()
    {
        foreach (var rotation in Enum.GetValues<KeyRotation>())
        {
            var ring = new Ring();
            await ring.Node().RotateAsync(ring.Model, rotation, Ring.Ct);
            Assert.Equal((Ring.Start, 1), ((await ring.KeysAsync())[0].SignsAt, (await ring.KeysAsync()).Count));
        }
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _ring.Node().RotateAsync(_ring.Model, (KeyRotation)7, Ring.Ct));
    }

    [Fact]
    public async Task Several_algorithms_rotate_together()
    {
        _ring.Options = new() { Algorithms = [SigningAlgorithm.ES256, SigningAlgorithm.ES384] };
        var node = _ring.Node();
        await node.RefreshAsync(_ring.Model, Ring.Ct);
        foreach (var (rotation, keys) in ((KeyRotation, int)[])[(KeyRotation.Scheduled, 4), (KeyRotation.Immediate, 6),
            (KeyRotation.Compromised, 2)])
        {
            _ring.Clock.Advance(TimeSpan.FromMinutes(1));
            await node.RotateAsync(_ring.Model, rotation, Ring.Ct);
            Assert.Equal(keys, (await _ring.PublishedAsync(node)).Distinct().Count());
        }
    }
}
