using System.Net;

namespace OAuth2Server.Tests.Core;

/// <summary>How failures are counted and forgotten.</summary>
[RfcSection("RFC 6749", "2.3.1")]
public sealed class BruteForceShieldTests
{
    private readonly FakeTimeProvider _clock = new(Records.Start);

    [Fact]
    public async Task Failures_are_forgotten_a_quarter_of_an_hour_after_the_last()
    {
        var shield = new BruteForceShield(_clock);
        await FailAsync(shield, 10);
        _clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        await FailAsync(shield, 1);
        Assert.NotNull(At(shield).Wait);

        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(At(shield).Wait);
        Assert.True(shield.IsEmpty);
        await FailAsync(shield, 10);
        Assert.Null(At(shield).Wait);
    }

    [Fact]
    public async Task Refused_attempts_do_not_count()
    {
        var shield = new BruteForceShield(_clock);
        await FailAsync(shield, 11);
        for (var i = 0; i < 100; i++) Assert.Equal(TimeSpan.FromSeconds(1), await At(shield).EndAsync(false, default));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(At(shield).Wait);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("192.0.2.1", "::c000:201", false)]
    [InlineData("0.0.0.0", "::", false)]
    [InlineData("0.0.0.0", null, false)]
    [InlineData("::", null, false)]
    [InlineData(null, null, true)]
    public async Task A_network_is_an_ipv4_address_or_an_ipv6_prefix_of_64_bits(string? one, string? other, bool same)
    {
        var shield = new BruteForceShield(_clock);
        await FailAsync(shield, 11, from: one);
        Assert.Equal(same, At(shield, from: other).Wait is not null);
    }

    [Fact]
    public void Of_many_wrong_guesses_at_the_same_moment_exactly_eleven_are_told_that_they_are_wrong()
    {
        for (var round = 0; round < 50; round++)
        {
            var shield = new BruteForceShield(_clock);
            var waits = Together.Run(64, async _ =>
            {
                var attempt = At(shield);
                return attempt.Wait ?? await attempt.EndAsync(false, default);
            });
            Assert.Equal(11, waits.Count(wait => wait is null));
            Assert.Equal(53, waits.Count(wait => wait == TimeSpan.FromSeconds(1)));
        }
    }

    [Fact]
    public async Task A_right_guess_that_was_under_way_when_the_door_closed_is_not_told()
    {
        var shield = new BruteForceShield(_clock);
        var underWay = At(shield);
        Assert.Null(underWay.Wait);
        await FailAsync(shield, 11);
        Assert.Equal(TimeSpan.FromSeconds(1), await underWay.EndAsync(true, default));
        Assert.NotNull(At(shield).Wait);
    }

    [Fact]
    public async Task The_table_is_bounded_and_the_oldest_failure_goes_first()
    {
        var shield = new BruteForceShield(_clock, capacity: 3);
        foreach (var name in (string[])["a", "b", "c"]) await FailAsync(shield, 11, name);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await FailAsync(shield, 1, "a");
        await FailAsync(shield, 1, "d");

        Assert.NotNull(At(shield, "a").Wait);
        await FailAsync(shield, 1, "c");
        Assert.NotNull(At(shield, "c").Wait);
        await FailAsync(shield, 1, "b");
        Assert.Null(At(shield, "b").Wait);
    }

    [Fact]
    public async Task A_name_may_be_anything_that_a_stranger_sends()
    {
        var shield = new BruteForceShield(_clock);
        foreach (var name in (string[])["", "\uD800", new('x', 100_000), "Jürgen 🙂", "a\0b"])
        {
            await FailAsync(shield, 11, name);
            Assert.NotNull(At(shield, name).Wait);
        }
    }

    [Fact]
    public async Task User_codes_and_introspection_are_counted_by_network_and_a_success_clears_nothing()
    {
        var model = new InMemoryModel(_clock);
        var context = new OAuthContext { Request = Records.Context().Request, Issuer = Known.Issuer, Now = Records.Start, Shield = new(_clock) };
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await Attempt.AtUserCode(context, model).EndAsync(false, default));
            Assert.Null(await Attempt.AtUserCode(context, model).EndAsync(true, default));
        }
        Assert.Null(await Attempt.AtUserCode(context, model).EndAsync(false, default));
        Assert.Equal(TimeSpan.FromSeconds(1), Attempt.AtUserCode(context, model).Wait);
        Assert.Equal(TimeSpan.FromSeconds(1), await Attempt.AtUserCode(context, model).EndAsync(true, default));
        Assert.Null(Attempt.AtIntrospection(context, model).Wait);
        Assert.Equal("RFC 8628 §5.1", Attempt.AtUserCode(context, model).Refuse(TimeSpan.FromSeconds(1)).Rule);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_closes_no_door_for_longer_than_was_told()
    {
        var shield = new BruteForceShield(new SetBack(_clock, out var setBack));
        await FailAsync(shield, 11);
        setBack();
        Assert.Null(At(shield).Wait);
    }

    [Fact]
    public async Task Nothing_is_allocated_as_long_as_nobody_fails()
    {
        var context = new OAuthContext { Request = Records.Context().Request, Issuer = Known.Issuer, Now = Records.Start, Shield = new(_clock) };
        var model = new InMemoryModel(_clock);
        await SucceedAsync();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) await SucceedAsync();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        ValueTask<TimeSpan?> SucceedAsync()
        {
            var attempt = Attempt.AtClientSecret(Known.Web, context, model);
            return attempt.Wait is { } wait ? new(wait) : attempt.EndAsync(true, default);
        }
    }

    private static Attempt At(BruteForceShield shield, string name = "alice", string? from = "203.0.113.7", IAttemptModel? store = null) =>
        Attempt.AtPassword(shield, name, from is null ? null : IPAddress.Parse(from), store);

    private static async Task FailAsync(BruteForceShield shield, int times, string name = "alice", string? from = "203.0.113.7")
    {
        for (var i = 0; i < times; i++) await At(shield, name, from).EndAsync(false, default);
    }

    private sealed class SetBack : TimeProvider
    {
        private readonly TimeProvider _clock;
        private TimeSpan _by;

        public SetBack(TimeProvider clock, out Action setBack)
        {
            _clock = clock;
            setBack = () => _by = TimeSpan.FromHours(1);
        }

        public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow() - _by;
    }
}
