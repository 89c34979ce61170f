namespace OAuth2Server;

/// <summary>Why an authorization was revoked.</summary>
public enum RevocationReason
{
    /// <summary>An authorization code was used twice, with the right verifier (RFC 6749 §4.1.2).</summary>
    CodeReused,

    /// <summary>A refresh token was used twice (RFC 9700 §4.14.2).</summary>
    RefreshTokenReused,

    /// <summary>A device code was used twice (RFC 8628 §3.5).</summary>
    DeviceCodeReused,

    /// <summary>The client revoked its refresh token (RFC 7009 §2.1).</summary>
    ByClient,

    /// <summary>The resource owner ended it on a page of the application.</summary>
    ByResourceOwner,

    /// <summary>The session in which it was granted was ended, and its scope has no <c>offline_access</c> (OpenID Connect Core
    /// §11).</summary>
    SessionEnded,
}
