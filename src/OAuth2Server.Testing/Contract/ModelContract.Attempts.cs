using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IAttemptModel"/>.</content>
public abstract partial class ModelContract
{
    // Two keys that differ in the last character only.
    private const string Key = "01020000000000007f0000012c26b46b68ffc68ff99b453c1d304134";
    private const string OtherKey = "01020000000000007f0000012c26b46b68ffc68ff99b453c1d304135";

    /// <summary>Each key has a count of its own.</summary>
    [Fact, Capability(typeof(IAttemptModel))]
    public async Task Failures_are_counted_by_key()
    {
        await using var store = await OpenAsync<IAttemptModel>();
        for (var expected = 1; expected <= 12; expected++) await CountsAsync(store, Key, expected);
        await CountsAsync(store, OtherKey, 1);
        await CountsAsync(store, Key, 13);
    }

    /// <summary>One atomic step: with a look-up and a write, parallel attempts would be counted as one.</summary>
    [Fact, Capability(typeof(IAttemptModel))]
    public async Task Many_failures_at_the_same_moment_are_all_counted()
    {
        await using var store = await OpenAsync<IAttemptModel>();
        var before = 0;
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var (now, until) = (store.Clock.GetUtcNow(), store.Clock.GetUtcNow().AddMinutes(15));
            var counts = await Race.TogetherAsync(
                store, Callers, async (caller, _) => await caller.As<IAttemptModel>().AddFailureAsync(Key, now, until, default));
            Promise(
                counts.Order().SequenceEqual(Enumerable.Range(before + 1, Callers)),
                $"AddFailureAsync counts in one atomic step: each of {Callers} parallel callers gets a number of its own, {before + 1} to "
                    + $"{before + Callers}. It gave {string.Join(", ", counts.Order())}.");
            before += Callers;
        });
    }

    /// <summary>Each failure moves the time at which the count is forgotten. At that time, and not before, it begins again.</summary>
    [Fact, Capability(typeof(IAttemptModel))]
    public async Task A_count_is_forgotten_at_its_time_unless_it_grew()
    {
        await using var store = await OpenAsync<IAttemptModel>();
        await CountsAsync(store, Key, 1);
        await store.AdvanceAsync(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        await CountsAsync(store, Key, 2);
        await store.AdvanceAsync(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        await CountsAsync(store, Key, 3);
        await store.AdvanceAsync(TimeSpan.FromMinutes(15));
        await CountsAsync(store, Key, 1);
        await CountsAsync(store, Key, 2);
    }

    /// <summary>After a success the count of its key begins again; other keys keep theirs.</summary>
    [Fact, Capability(typeof(IAttemptModel))]
    public async Task Clearing_forgets_the_failures_of_its_key_only()
    {
        await using var store = await OpenAsync<IAttemptModel>();
        await ClearAsync(store, Key);
        await CountsAsync(store, Key, 1);
        await CountsAsync(store, OtherKey, 1);

        await ClearAsync(store, Key);
        await ClearAsync(store, Key);
        await CountsAsync(store, Key, 1);
        await CountsAsync(store, OtherKey, 2);
    }

    /// <summary>Pruning removes counts that are forgotten, never one that is still valid.</summary>
    [Fact, Capability(typeof(IAttemptModel))]
    public async Task Pruning_leaves_failures_that_count()
    {
        await using var store = await OpenAsync<IAttemptModel, IPruningModel>();
        await CountsAsync(store, OtherKey, 1);
        await store.AdvanceAsync(TimeSpan.FromMinutes(10));
        await CountsAsync(store, Key, 1);
        await store.AdvanceAsync(TimeSpan.FromMinutes(5));
        await store.PruneAsync();
        await CountsAsync(store, Key, 2);
        await CountsAsync(store, OtherKey, 1);
    }

    private static async Task CountsAsync(Store store, string key, int expected)
    {
        var now = store.Clock.GetUtcNow();
        var count = await store.CallAsync(c => c.As<IAttemptModel>().AddFailureAsync(key, now, now.AddMinutes(15), default));
        Promise(
            count == expected,
            $"AddFailureAsync gives how many failures of its key are not forgotten, this one included: {expected}. It gave {count}.");
    }

    private static Task ClearAsync(Store store, string key) =>
        store.CallAsync(c => c.As<IAttemptModel>().ClearFailuresAsync(key, default));
}
