namespace OAuth2Server;

/// <summary>Whether a client can keep a secret (RFC 6749 §2.1).</summary>
public enum ClientType
{
    /// <summary>It cannot: a browser or native application. It never authenticates; PKCE protects its codes.</summary>
    Public,

    /// <summary>It can: a server-side application. It always authenticates.</summary>
    Confidential,
}
