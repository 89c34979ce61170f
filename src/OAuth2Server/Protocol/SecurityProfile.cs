namespace OAuth2Server;

/// <summary>A published set of requirements that a server and its clients follow. Each one includes those before it.</summary>
public enum SecurityProfile
{
    /// <summary>None: the defaults of the library, and the settings of the application.</summary>
    None,

    /// <summary>OAuth 2.1 (draft-ietf-oauth-v2-1).</summary>
    OAuth21,

    /// <summary>Best Current Practice for OAuth 2.0 Security (RFC 9700).</summary>
    Rfc9700,

    /// <summary>FAPI 2.0 Security Profile: confidential clients, pushed requests, tokens that are bound to keys.</summary>
    Fapi2,
}
