namespace OAuth2Server;

/// <summary>What one token response issues, saved together.</summary>
public sealed record Token
{
    /// <summary>The access token.</summary>
    public required AccessToken Access { get; init; }

    /// <summary>The refresh token; null when none was issued.</summary>
    public RefreshToken? Refresh { get; init; }

    /// <summary>The ids alone.</summary>
    public override string ToString() => $"Token({Access.Id}{(Refresh is null ? "" : " + refresh")})";
}
