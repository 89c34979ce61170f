namespace OAuth2Server;

/// <summary>The secret that a client had before its present one. Both are valid until it expires, so that the client can be given the new
/// secret without an interruption.</summary>
/// <remarks>The member names follow <c>client_secret_expires_at</c> (RFC 7591 §3.2.1).</remarks>
/// <param name="secret">The secret, of at least 128 random bits.</param>
/// <param name="expiresAt">The moment from which it is refused.</param>
public sealed class PreviousSecret(Secret secret, DateTimeOffset expiresAt)
{
    /// <summary>SHA-256 of the secret: a store keeps only this.</summary>
    public SecretHash Hash { get; } = secret.Hash;

    /// <summary>The moment from which it is refused.</summary>
    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>The expiry only.</summary>
    public override string ToString() => $"PreviousSecret(until {ExpiresAt:O})";
}
