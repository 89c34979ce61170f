namespace OAuth2Server.Jwt;

/// <summary>How <see cref="SigningKeys.RotateAsync"/> replaces the keys.</summary>
public enum KeyRotation
{
    /// <summary>As on schedule, but now: new keys are published now and sign after <see cref="SigningKeyOptions.PublishedBefore"/>. No
    /// request fails. Where new keys are published already, nothing changes.</summary>
    Scheduled,

    /// <summary>New keys sign now; the old ones stay in the key set until the tokens that they signed have expired. Resource servers that
    /// have not read the new key set refuse tokens until they do: with Microsoft's handler the first request at each of them
    /// fails.</summary>
    Immediate,

    /// <summary>New keys sign now, and all old ones leave the ring and the key set: an attacker has them. Besides the cost of
    /// <see cref="Immediate"/>, every token that was issued before becomes invalid at each resource server when that reads the key set
    /// again.</summary>
    Compromised,
}
