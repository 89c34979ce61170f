namespace OAuth2Server;

/// <summary>An authorization that its client can still use.</summary>
/// <param name="Authorization">The authorization.</param>
/// <param name="LastUsedAt">When its client last got tokens, UTC, as far as the store can tell from what it has: the last time a
/// credential of it was consumed, or an unexpired access token of it was issued; null when there is neither.</param>
/// <remarks>No request writes a time for it. A refresh with a refresh token that is not rotated leaves its access token only, so the time
/// is known until that expires.</remarks>
public sealed record LiveAuthorization(Authorization Authorization, DateTimeOffset? LastUsedAt)
{
    /// <summary>The id only.</summary>
    public override string ToString() => $"LiveAuthorization({Authorization.Id})";
}
