namespace OAuth2Server;

/// <summary>An authorization code as it is saved (RFC 6749 §4.1.2).</summary>
public sealed record AuthorizationCode : Credential
{
    /// <summary>The redirect URI that the code was sent to.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>
    /// Whether the authorization request contained that URI; only then the token request must repeat it (RFC 6749 §4.1.3).
    /// </summary>
    public bool RedirectUriSent { get; init; }

    /// <summary>The PKCE challenge (RFC 7636 §4.4); null when the request had none and the client may request codes without PKCE.</summary>
    public string? CodeChallenge { get; init; }

    /// <summary><c>S256</c> or <c>plain</c>; null without a challenge.</summary>
    public string? CodeChallengeMethod { get; init; }
}
