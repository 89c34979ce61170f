namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The tombstone of one authorization, or of one access token.</summary>
public sealed class RevocationRow
{
    /// <summary>The authorization that has ended, or the access token: <see cref="AccessToken.Id"/>.</summary>
    public string AuthorizationId { get; set; } = "";

    /// <summary>When pruning looks at it next, in UTC ticks.</summary>
    public long PruneAt { get; set; }

    /// <summary>False until pruning has looked at it once, a week after the revocation, when every save that was under way has arrived, or
    /// when the authorization ends, if that is later: an exchange may take its id until then.
    /// True when <see cref="PruneAt"/> is behind the last expiry of what is left of the family; then the tombstone goes, after the
    /// family's credentials.</summary>
    public bool Settled { get; set; }
}
