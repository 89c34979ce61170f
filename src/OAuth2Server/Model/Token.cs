namespace OAuth2Server;

/// <summary>The tokens that one token response issues; they are saved together.</summary>
public sealed record Token
{
    /// <summary>The access token.</summary>
    public required AccessToken Access { get; init; }

    /// <summary>The refresh token; null when none was issued.</summary>
    public RefreshToken? Refresh { get; init; }

    /// <summary>The id of the access token, and whether there is a refresh token.</summary>
    public override string ToString() => $"Token({Access.Id}{(Refresh is null ? "" : " + refresh")})";
}
