namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The tombstone of one authorization.</summary>
public sealed class RevocationRow
{
    /// <summary>The authorization that has ended.</summary>
    public string AuthorizationId { get; set; } = "";

    /// <summary>When pruning looks at it next, in UTC ticks. An even number is the first date, when every save that was under way at the revocation has arrived;
    /// an odd one is behind the last expiry of all access tokens of that day: then the tombstone goes, once the credentials are gone, too.</summary>
    public long PruneAt { get; set; }

    internal static long Unsettled(DateTimeOffset firstLook) => firstLook.UtcTicks & ~1L;
}
