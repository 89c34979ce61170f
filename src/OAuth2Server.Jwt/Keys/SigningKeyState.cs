namespace OAuth2Server.Jwt;

/// <summary>What a key of the ring is used for at a time. It follows from the times of the key alone: nothing is switched.</summary>
public enum SigningKeyState
{
    /// <summary>It is in the key set and does not sign yet: resource servers read it.</summary>
    Published,

    /// <summary>It signs.</summary>
    Signing,

    /// <summary>It signs no more, and is in the key set until the last token that it signed has expired.</summary>
    Retired,

    /// <summary>It is no longer in the key set.</summary>
    Removed,
}
