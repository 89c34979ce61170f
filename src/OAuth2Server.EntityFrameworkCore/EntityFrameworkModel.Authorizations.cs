namespace OAuth2Server.EntityFrameworkCore;

/// <content>The authorizations of a resource owner.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LiveAuthorization>> GetAuthorizationsAsync(
        string issuer, string subject, DateTimeOffset now, int atMost, CancellationToken ct)
    {
        Statement[] statements = [_store.Sql.LiveAuthorizations.ByCredential, _store.Sql.LiveAuthorizations.ByAccessToken];
        var found = new Dictionary<string, LiveAuthorization>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            var arguments = new Arguments(4).Add(issuer).Add(subject).Add(now.UtcTicks).Add((long)atMost);
            foreach (var row in await _store.ListAsync(statement, LiveAuthorizationRow.Shape, arguments, ct))
            {
                if (Readable(row, static (_, r) => r.ToLive(), "authorizations", r => r.AuthorizationId) is not { } live) continue;
                var id = live.Authorization.Id;
                found[id] = found.TryGetValue(id, out var other) && !(live.LastUsedAt > other.LastUsedAt) && other.LastUsedAt is not null
                    ? other
                    : live;
            }
        }
        return [.. found.Values.OrderByDescending(live => live.Authorization.GrantedAt).Take(atMost)];
    }
}
