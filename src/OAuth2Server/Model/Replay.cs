namespace OAuth2Server;

/// <summary>The answer that a consumed refresh token got, sealed under a key that only the token's text gives.</summary>
/// <remarks>A client whose connection broke repeats its request and gets this answer, until <see cref="Until"/> and until the successor is
/// consumed.</remarks>
public sealed class Replay
{
    /// <summary>Makes a replay.</summary>
    /// <param name="until">From this tick on a repetition is reuse, UTC.</param>
    /// <param name="sealedResponse">Opaque bytes of at most a few kilobytes.</param>
    public Replay(DateTimeOffset until, ReadOnlyMemory<byte> sealedResponse) => (Until, SealedResponse) = (until, sealedResponse);

    /// <summary>From this tick on a repetition is reuse, UTC.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>Opaque bytes; a store keeps them with the consumed credential.</summary>
    public ReadOnlyMemory<byte> SealedResponse { get; }

    /// <summary>The deadline alone.</summary>
    public override string ToString() => $"Replay({Until:O})";
}
