using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore;

/// <content>Consents and pruning.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public async ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct)
    {
        var row = await Context.Set<ConsentRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Subject == subject && r.ClientId == clientId && r.Issuer == issuer && r.Scope != null, ct);
        return Readable(row, r => r.ToConsent(), "consents", r => r.ClientId);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct)
    {
        var rows = await Context.Set<ConsentRow>().AsNoTracking().Where(r => r.Subject == subject && r.Issuer == issuer && r.Scope != null).OrderBy(r => r.ClientId).ToListAsync(ct);
        return [.. rows.Select(row => Readable(row, r => r.ToConsent(), "consents", r => r.ClientId)).OfType<Consent>()];
    }

    /// <inheritdoc/>
    public async ValueTask SaveConsentAsync(Consent consent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(consent);
        var parameters = new Parameters().Add(consent.Subject).Add(consent.ClientId).Add(consent.Issuer).Add(consent.Scope.ToString()).Add(consent.GrantedAt.UtcTicks);
        await _store.ExecuteAsync(_store.Sql.SaveConsent, parameters, ct);
    }

    /// <inheritdoc/>
    public async ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        var parameters = new Parameters().Add(subject).Add(clientId).Add(issuer).Add(now.UtcTicks);
        await _store.ExecuteAsync(_store.Sql.WithdrawConsent, parameters, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        await _store.ExecuteAsync(_store.Sql.Prune.Settle, new Parameters().Add(now.UtcTicks).Add((long)atMost), ct);
        var removed = 0;
        foreach (var statement in _store.Sql.Prune.InOrder)
        {
            if (removed >= atMost) break;
            removed += await _store.ExecuteAsync(statement, new Parameters().Add(now.UtcTicks).Add((long)(atMost - removed)), ct);
        }
        return removed;
    }
}
