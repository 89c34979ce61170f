namespace OAuth2Server;

/// <summary>An authorization code as it is saved (RFC 6749 §4.1.2).</summary>
public sealed record AuthorizationCode : Credential
{
    /// <summary>Where the code was sent.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>Whether the authorization request named that URI; only then the token request must repeat it (RFC 6749 §4.1.3).</summary>
    public bool RedirectUriSent { get; init; }

    /// <summary>The PKCE challenge; null when the client is allowed to go without (RFC 7636 §4.4).</summary>
    public string? CodeChallenge { get; init; }

    /// <summary><c>S256</c> or <c>plain</c>; null without a challenge.</summary>
    public string? CodeChallengeMethod { get; init; }
}
