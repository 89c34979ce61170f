using Xunit;

namespace OAuth2Server.Testing;

/// <content><see cref="IReplayModel"/>: each signed message is used once.</content>
public abstract partial class ModelContract
{
    // The longest that the server remembers a client assertion, and longer than it remembers a DPoP proof.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    /// <summary>An attacker who has seen a message sends it again (RFC 7523 §5, RFC 9449 §11.1).</summary>
    [Fact, Capability(typeof(IReplayModel))]
    public async Task A_message_is_used_once()
    {
        await using var store = await OpenAsync<IReplayModel>();
        var (message, other) = (NewMessage(), NewMessage());
        await UsesAsync(store, message, true, "that was not used");
        for (var i = 0; i < 3; i++) await UsesAsync(store, message, false, "that was used");
        await UsesAsync(store, other, true, "that was not used, when another was");
        await UsesAsync(store, message, false, "that was used before another");
    }

    /// <summary>One atomic step: the attacker sends the message at the same moment as the client.</summary>
    [Fact, Capability(typeof(IReplayModel))]
    public async Task Of_many_callers_with_one_message_one_is_the_first()
    {
        await using var store = await OpenAsync<IReplayModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var (message, now) = (NewMessage(), store.Clock.GetUtcNow());
            var won = await Race.TogetherAsync(
                store, Callers, async (caller, _) => await caller.As<IReplayModel>().UseOnceAsync(message, now, now + Remembered, default));
            OneWinner(won, nameof(IReplayModel.UseOnceAsync));
        });
    }

    /// <summary>The same where the message was used long ago: its row is there, and is used again by one caller.</summary>
    [Fact, Capability(typeof(IReplayModel))]
    public async Task Of_many_callers_with_a_forgotten_message_one_is_the_first()
    {
        await using var store = await OpenAsync<IReplayModel>();
        await Race.RoundsAsync(Rounds, RaceTime, async () =>
        {
            var message = NewMessage();
            await UsesAsync(store, message, true, "that was not used");
            await store.AdvanceAsync(Remembered);
            var now = store.Clock.GetUtcNow();
            var won = await Race.TogetherAsync(
                store, Callers, async (caller, _) => await caller.As<IReplayModel>().UseOnceAsync(message, now, now + Remembered, default));
            OneWinner(won, nameof(IReplayModel.UseOnceAsync));
        });
    }

    /// <summary>Messages that differ in one byte are two messages.</summary>
    [Fact, Capability(typeof(IReplayModel))]
    public async Task A_message_is_compared_by_its_whole_hash()
    {
        await using var store = await OpenAsync<IReplayModel>();
        var message = NewMessage();
        await UsesAsync(store, message, true, "that was not used");
        foreach (var near in Near(message))
            await UsesAsync(store, near, true, "that differs from a used one in one byte: compare all 32 bytes of the hash");
    }

    /// <summary>At its time, and not a tick before, a message is forgotten: then the server itself refuses it for its age.</summary>
    [Fact, Capability(typeof(IReplayModel))]
    public async Task A_message_is_remembered_until_its_time_and_no_longer()
    {
        await using var store = await OpenAsync<IReplayModel>();
        var (message, longer, odd) = (NewMessage(), NewMessage(), NewMessage());
        await UsesAsync(store, message, true, "that was not used");
        await UsesAsync(store, longer, true, "that was not used", Remembered + Remembered);
        await UsesAsync(store, odd, true, "that was not used", Remembered + TimeSpan.FromTicks(7));

        // A use that is refused moves nothing: an attacker who repeats a message would fill the store.
        await store.AdvanceAsync(Remembered / 2);
        await UsesAsync(store, message, false, "that was used half of its time ago");
        await store.AdvanceAsync((Remembered / 2) - TimeSpan.FromTicks(1));
        await UsesAsync(store, message, false, "a tick before it is forgotten");
        await store.AdvanceAsync(TimeSpan.FromTicks(1));
        await UsesAsync(store, longer, false, "whose time is longer");
        await UsesAsync(store, odd, false, "whose time is seven ticks longer: round a time to live up, never down");
        await UsesAsync(store, message, true, "whose time has come, although a use was refused meanwhile");

        await store.AdvanceAsync(Remembered - TimeSpan.FromTicks(1));
        await UsesAsync(store, message, false, "that was used again, a tick before its second time");
        await store.AdvanceAsync(TimeSpan.FromTicks(1));
        await UsesAsync(store, message, true, "whose second time has come");
    }

    /// <summary>Pruning removes what is forgotten, and nothing else.</summary>
    [Fact, Capability(typeof(IReplayModel))]
    public async Task Pruning_forgets_no_message_before_its_time()
    {
        await using var store = await OpenAsync<IReplayModel>();
        var (message, longer) = (NewMessage(), NewMessage());
        await UsesAsync(store, message, true, "that was not used");
        await UsesAsync(store, longer, true, "that was not used", Remembered + Remembered);
        for (var i = 0; i < 20; i++) await UsesAsync(store, NewMessage(), true, "that was not used", TimeSpan.FromSeconds(1 + i));
        foreach (var time in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(60), Remembered - TimeSpan.FromTicks(1)])
        {
            await store.AdvanceToAsync(Start + time);
            await store.PruneAsync();
            await UsesAsync(store, message, false, $"that was used, {time} later, after PruneAsync");
        }
        await store.AdvanceToAsync(Start + Remembered);
        await store.PruneAsync();
        await UsesAsync(store, longer, false, "whose time is longer, after PruneAsync");
        await UsesAsync(store, message, true, "whose time has come, after PruneAsync");
    }

    private static SecretHash NewMessage() => SecretHash.Of(Texts.Random());

    private static async Task UsesAsync(Store store, SecretHash message, bool expected, string which, TimeSpan? time = null)
    {
        var now = store.Clock.GetUtcNow();
        var first = await store.CallAsync(c => c.As<IReplayModel>().UseOnceAsync(message, now, now + (time ?? Remembered), default));
        Promise(first == expected, $"UseOnceAsync is {(expected ? "true" : "false")} for a message {which}; it gave {first}.");
    }
}
