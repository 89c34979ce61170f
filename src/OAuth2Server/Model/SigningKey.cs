using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>A key that signs tokens, as it is saved: the public half can be read, the private half is encrypted.</summary>
public sealed record SigningKey
{
    /// <summary>The key's id (<c>kid</c>): the thumbprint of the public key (RFC 7638).</summary>
    public required string Id { get; init; }

    /// <summary>The algorithm that it signs with: <c>ES256</c>, <c>RS256</c> (RFC 7518 §3.1).</summary>
    public required string Algorithm { get; init; }

    /// <summary>The public key: SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7).</summary>
    public required ImmutableArray<byte> PublicKey { get; init; }

    /// <summary>The private key, PKCS #8 (RFC 5958), encrypted as <see cref="EncryptedBy"/> says.</summary>
    public required ImmutableArray<byte> PrivateKey { get; init; }

    /// <summary>The id of the key-encryption key; null means that the private key is not encrypted.</summary>
    public string? EncryptedBy { get; init; }

    /// <summary>When it is published in the key set, UTC.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>When it starts to sign, UTC.</summary>
    public required DateTimeOffset SignsAt { get; init; }

    /// <summary>When it stops to sign, UTC.</summary>
    public required DateTimeOffset RetiresAt { get; init; }

    /// <summary>When it leaves the key set, because the last token that it signed has expired, UTC.</summary>
    public required DateTimeOffset RemovedAt { get; init; }

    /// <summary>Additional data.</summary>
    public Properties Properties { get; init; } = Properties.Empty;

    /// <summary>The id and the algorithm only.</summary>
    public override string ToString() => $"SigningKey({Id}, {Algorithm})";
}
