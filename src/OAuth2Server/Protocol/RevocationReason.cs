namespace OAuth2Server;

/// <summary>Why the server itself ended an authorization.</summary>
public enum RevocationReason
{
    /// <summary>A code was used twice, with the right verifier (RFC 6749 §4.1.2).</summary>
    CodeReused,

    /// <summary>A refresh token was used twice (RFC 9700 §4.14.2).</summary>
    RefreshTokenReused,
}
