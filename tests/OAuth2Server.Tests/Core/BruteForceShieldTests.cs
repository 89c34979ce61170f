using System.Diagnostics;
using System.Net;
using System.Reflection;

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
        Assert.NotNull(shield.WaitOf(Of()));

        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(shield.WaitOf(Of()));
        await FailAsync(shield, 10);
        Assert.Null(shield.WaitOf(Of()));
    }

    [Fact]
    public async Task Refused_attempts_do_not_count()
    {
        var shield = new BruteForceShield(_clock);
        await FailAsync(shield, 11);
        for (var i = 0; i < 100; i++) Assert.Equal("1", await RetryAfterAsync(shield, Of(), isRight: false));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(shield.WaitOf(Of()));
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
        Assert.Equal(same, shield.WaitOf(Of(from: other)) is not null);
    }

    [Fact]
    public void Of_many_wrong_guesses_at_the_same_moment_exactly_eleven_are_told_that_they_are_wrong()
    {
        for (var round = 0; round < 50; round++)
        {
            var shield = new BruteForceShield(_clock);
            var attempt = Of(AttemptKind.ClientSecret);
            var waits = Together.Run(64, async _ => await RetryAfterAsync(shield, attempt, isRight: false));
            Assert.Equal(11, waits.Count(wait => wait is null));
            Assert.Equal(53, waits.Count(wait => wait == "1"));
        }
    }

    [Fact]
    public async Task A_right_guess_that_was_under_way_when_the_door_closed_is_not_told()
    {
        var shield = new BruteForceShield(_clock);
        var attempt = Of(AttemptKind.ClientSecret);
        var waited = await RetryAfterAsync(
            shield, attempt, isRight: true, meanwhile: () => FailAsync(shield, 11, AttemptKind.ClientSecret));
        Assert.Equal("1", waited);
        Assert.NotNull(shield.WaitOf(attempt));
    }

    [Fact]
    public async Task The_table_is_bounded_and_the_oldest_failure_goes_first()
    {
        var shield = new BruteForceShield(_clock, capacity: 3);
        foreach (var name in (string[])["a", "b", "c"]) await FailAsync(shield, 11, AttemptKind.ClientSecret, name);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await FailAsync(shield, 1, AttemptKind.ClientSecret, "a");
        await FailAsync(shield, 1, AttemptKind.ClientSecret, "d");

        Assert.NotNull(shield.WaitOf(Of(AttemptKind.ClientSecret, "a")));
        await FailAsync(shield, 1, AttemptKind.ClientSecret, "c");
        Assert.NotNull(shield.WaitOf(Of(AttemptKind.ClientSecret, "c")));
        await FailAsync(shield, 1, AttemptKind.ClientSecret, "b");
        Assert.Null(shield.WaitOf(Of(AttemptKind.ClientSecret, "b")));
    }

    [Fact]
    public async Task A_name_may_be_anything_that_a_stranger_sends()
    {
        var shield = new BruteForceShield(_clock);
        foreach (var name in (string[])["", "\uD800", new('x', Attempt.MaxNameLength), "Jürgen 🙂"])
        {
            await FailAsync(shield, 11, name: name);
            Assert.NotNull(shield.WaitOf(Of(name: name)));
        }
    }

    [Fact]
    public async Task A_name_that_is_too_long_for_any_account_is_wrong_without_being_folded_hashed_counted_or_verified()
    {
        var shield = new BruteForceShield(_clock);
        // 60 kB of combining marks: to bring them into a normal form takes a second where the runtime has ICU.
        var name = "a" + new string('\u0327', 30_000);
        for (var i = 0; i < 50; i++)
        {
            var outcome = await shield.VerifyPasswordAsync(
                name, null, _ => throw new InvalidOperationException("It was verified."), ct: default);
            Assert.False(outcome.IsError(out _, out var isRight));
            Assert.False(isRight);
        }
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("alice\n")]
    [InlineData("\u0085")]
    public async Task A_name_with_a_control_character_is_wrong_without_being_counted_or_verified(string name)
    {
        var (shield, store) = (new BruteForceShield(_clock), new CountedKeys());
        for (var i = 0; i < 20; i++)
        {
            var outcome = await shield.VerifyPasswordAsync(
                name, null, _ => throw new InvalidOperationException("It was verified."), store);
            Assert.False(outcome.IsError(out _, out var isRight));
            Assert.False(isRight);
        }
        Assert.Empty(store.Failures);
    }

    [Fact]
    public async Task User_codes_and_introspection_are_counted_by_network_and_a_success_clears_nothing()
    {
        var shield = new BruteForceShield(_clock);
        var attempt = Of(AttemptKind.UserCode, name: "");
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await RetryAfterAsync(shield, attempt, isRight: false));
            Assert.Null(await RetryAfterAsync(shield, attempt, isRight: true));
        }
        Assert.Null(await RetryAfterAsync(shield, attempt, isRight: false));
        Assert.Equal("1", await RetryAfterAsync(shield, attempt, isRight: true));
        Assert.Null(shield.WaitOf(Of(AttemptKind.Introspection, name: "")));
        Assert.Equal("RFC 8628 §5.1", attempt.Rule);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_closes_no_door_for_longer_than_was_told()
    {
        var shield = new BruteForceShield(new SetBack(_clock, out var setBack));
        await FailAsync(shield, 11);
        setBack();
        Assert.Null(shield.WaitOf(Of()));
    }

    [Fact]
    public async Task Nothing_is_allocated_as_long_as_nobody_fails()
    {
        var debuggable = typeof(BruteForceShield).Assembly.GetCustomAttribute<DebuggableAttribute>();
        var isOptimized = debuggable is not { IsJITOptimizerDisabled: true };
        Assert.SkipUnless(isOptimized, "In a Debug build each call of an async method allocates its state.");
        var shield = new BruteForceShield(_clock);
        var attempt = Of(AttemptKind.ClientSecret);
        await SucceedAsync();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) await SucceedAsync();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        ValueTask<Outcome<bool>> SucceedAsync() => shield.VerifyAsync(attempt, 0, static (_, _) => new(true), default);
    }

    private static Attempt Of(AttemptKind kind = AttemptKind.Password, string name = "alice", string? from = "203.0.113.7") =>
        new(kind, name, from is null ? null : IPAddress.Parse(from), null);

    private static async Task FailAsync(
        BruteForceShield shield, int times, AttemptKind kind = AttemptKind.Password, string name = "alice", string? from = "203.0.113.7")
    {
        for (var i = 0; i < times; i++) await RetryAfterAsync(shield, Of(kind, name, from), isRight: false);
    }

    /// <summary>Makes one attempt.</summary>
    /// <returns>Null when it was verified and counted; otherwise when to try again, in seconds.</returns>
    private static async Task<string?> RetryAfterAsync(BruteForceShield shield, Attempt attempt, bool isRight, Func<Task>? meanwhile = null)
    {
        var outcome = await shield.VerifyAsync(attempt, meanwhile, async (meanwhile, _) =>
        {
            if (meanwhile is not null) await meanwhile();
            return isRight;
        }, default);
        if (outcome.IsError(out var refused, out var wasRight)) return refused.Headers.Single(header => header.Key == "Retry-After").Value;
        Assert.Equal(isRight, wasRight);
        return null;
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
