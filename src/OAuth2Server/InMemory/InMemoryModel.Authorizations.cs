namespace OAuth2Server;

/// <content>The authorizations of a resource owner.</content>
public partial class InMemoryModel : IAuthorizationListModel
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LiveAuthorization>> GetAuthorizationsAsync(
        string issuer, string subject, DateTimeOffset now, int atMost, CancellationToken ct)
    {
        var families = _records.FindAll(record => OfRecord(record) is { } a && a.Subject == subject && a.Issuer == issuer)
            .GroupBy(record => OfRecord(record)!.Id, StringComparer.Ordinal);
        var live = families.Where(family => family.Any(record => IsLive(record, now))).Select(family => new LiveAuthorization(
            OfRecord(family.First(record => IsLive(record, now)))!,
            family.Max(record => UsedAt(record, now))));
        return new([.. live.OrderByDescending(found => found.Authorization.GrantedAt).Take(atMost)]);
    }

    private static Authorization? OfRecord(object record) =>
        (record as Credential)?.Authorization ?? (record as AccessToken)?.Authorization;

    private static DateTimeOffset? UsedAt(object record, DateTimeOffset now) =>
        record is AccessToken token ? (token.ExpiresAt <= now ? null : token.IssuedAt) : ((Credential)record).ConsumedAt;

    private bool IsLive(object record, DateTimeOffset now)
    {
        if (OfRecord(record) is not { } authorization || authorization.EndsAt <= now || IsWithdrawn(authorization)) return false;
        return record is AccessToken token
            ? now < token.ExpiresAt
            : record is Credential { ConsumedAt: null } fresh && !fresh.IsExpired(now);
    }
}
