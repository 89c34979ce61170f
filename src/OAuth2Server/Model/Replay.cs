namespace OAuth2Server;

/// <summary>The answer that a consumed refresh token got, sealed under a key that only the token's text gives.</summary>
/// <param name="Until">After this the repetition is reuse, UTC.</param>
/// <param name="SealedResponse">Opaque bytes of at most a few kilobytes; a store keeps them with the consumed credential.</param>
public sealed record Replay(DateTimeOffset Until, ReadOnlyMemory<byte> SealedResponse)
{
    /// <summary>The deadline alone.</summary>
    public override string ToString() => $"Replay({Until:O})";
}
