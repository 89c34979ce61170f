namespace OAuth2Server.Tests.Core;

/// <summary>Used messages in the memory of one process.</summary>
public sealed class InMemoryReplaysTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    [Fact]
    public async Task What_has_expired_is_removed_at_the_next_use()
    {
        var replays = new InMemoryReplays();
        for (var i = 0; i < 100; i++) Assert.True(await UseAsync(replays, $"{i}", Now, i + 1));
        Assert.Equal(100, replays.Count);
        Assert.True(await UseAsync(replays, "last", Now.AddSeconds(60), 100));
        Assert.Equal(41, replays.Count);
    }

    [Fact]
    public async Task A_full_one_removes_what_ends_first_for_a_new_message_and_nothing_for_a_known_one()
    {
        var replays = new InMemoryReplays(capacity: 3);
        Assert.True(await UseAsync(replays, "first", Now, 10));
        Assert.True(await UseAsync(replays, "second", Now, 20));
        Assert.True(await UseAsync(replays, "third", Now, 30));
        for (var i = 0; i < 10; i++) Assert.False(await UseAsync(replays, "first", Now, 10));
        Assert.False(await UseAsync(replays, "second", Now, 20));

        Assert.True(await UseAsync(replays, "fourth", Now, 40));
        Assert.Equal(3, replays.Count);
        foreach (var known in (string[])["second", "third", "fourth"]) Assert.False(await UseAsync(replays, known, Now, 50));
    }

    [Fact]
    public void One_without_room_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new InMemoryReplays(capacity: 0));

    private static ValueTask<bool> UseAsync(InMemoryReplays replays, string message, DateTimeOffset now, int seconds) =>
        replays.UseOnceAsync(SecretHash.Of(message), now, Now.AddSeconds(seconds), default);
}
