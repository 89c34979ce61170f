namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The tombstone of one authorization.</summary>
public sealed class RevocationRow
{
    /// <summary>The authorization that has ended.</summary>
    public string AuthorizationId { get; set; } = "";

    /// <summary>When every access token that was alive then has expired, in UTC ticks: the tombstone can go once the credentials are gone, too.</summary>
    public long PruneAt { get; set; }
}
