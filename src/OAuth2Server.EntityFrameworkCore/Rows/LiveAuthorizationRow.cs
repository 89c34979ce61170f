namespace OAuth2Server.EntityFrameworkCore;

/// <summary>What a query of live authorizations returns for each; it has no table.</summary>
internal sealed class LiveAuthorizationRow : AuthorizationColumns
{
    /// <summary>When a credential was consumed, or a token issued, last, in UTC ticks; null for never.</summary>
    internal long? UsedAt { get; set; }

    /// <summary>The columns of the authorization, without the hash of a credential.</summary>
    internal static Column<LiveAuthorizationRow>[] OfAuthorization { get; } =
        [.. AuthorizationShape<LiveAuthorizationRow>().Where(column => column.Property != nameof(Hash))];

    /// <summary>The columns that are read.</summary>
    internal static Column<LiveAuthorizationRow>[] Shape { get; } =
        [.. OfAuthorization, Column.Number<LiveAuthorizationRow>(nameof(UsedAt), r => r.UsedAt, (r, v) => r.UsedAt = v)];

    internal LiveAuthorization ToLive() => new(ToAuthorization(), Ticks.ToTime(UsedAt));
}
