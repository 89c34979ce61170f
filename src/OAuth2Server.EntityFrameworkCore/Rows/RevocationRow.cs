namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The tombstone of one authorization, or of one access token.</summary>
public sealed class RevocationRow
{
    /// <summary>The authorization that has ended, or the access token: <see cref="AccessToken.Id"/>.</summary>
    public string AuthorizationId { get; set; } = "";

    /// <summary>When pruning looks at it next, in UTC ticks. An even number is the first date, when every save that was under way at the revocation has arrived;
    /// an odd one is behind the last expiry of all access tokens of that day: then the tombstone goes, once the credentials are gone, too.</summary>
    public long PruneAt { get; set; }

    internal static long Unsettled(DateTimeOffset firstLook) => firstLook.UtcTicks & ~1L;

    /// <summary>A token's tombstone can go when the token, saved again or not, is expired.</summary>
    internal static long Settled(DateTimeOffset expiry) => expiry.UtcTicks | 1L;
}
