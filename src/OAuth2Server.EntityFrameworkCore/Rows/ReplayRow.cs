namespace OAuth2Server.EntityFrameworkCore;

/// <summary>One signed message that was used: a client assertion, a DPoP proof.</summary>
public sealed class ReplayRow
{
    /// <summary>What identifies the message, 32 bytes: the key. See <see cref="IReplayModel.UseOnceAsync"/>.</summary>
    public byte[] Message { get; set; } = [];

    /// <summary>Until when it is remembered, in UTC ticks of 100 ns.</summary>
    public long Until { get; set; }

    /// <summary>A random number of the caller that used it: one that runs again, because its answer was lost, recognises its own
    /// work.</summary>
    public long UsedBy { get; set; }
}
