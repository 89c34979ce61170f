namespace OAuth2Server;

/// <summary>The form of the text of an access token.</summary>
public enum AccessTokenFormat
{
    /// <summary>A text of <see cref="ITokenGenerator"/> that only this server can look up (RFC 6750).</summary>
    Opaque,

    /// <summary>A signed JSON Web Token, which a resource server can verify without this server (RFC 9068).</summary>
    Jwt,
}
