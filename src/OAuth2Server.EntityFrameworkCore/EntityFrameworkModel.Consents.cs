namespace OAuth2Server.EntityFrameworkCore;

/// <content>Consents.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public async ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct)
    {
        var arguments = new Arguments().Add(subject).Add(issuer).Add(clientId);
        var row = await _store.FindAsync(_store.Sql.Consents.Find, ConsentRow.Shape, arguments, ct);
        return Readable(row, static (_, r) => r.ToConsent(), "consents", r => r.ClientId);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct)
    {
        var rows = await _store.ListAsync(_store.Sql.Consents.List, ConsentRow.Shape, new Arguments().Add(subject).Add(issuer), ct);
        return [.. rows.Select(row => Readable(row, static (_, r) => r.ToConsent(), "consents", r => r.ClientId)).OfType<Consent>()];
    }

    /// <inheritdoc/>
    public async ValueTask SaveConsentAsync(Consent consent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(consent);
        var arguments = new Arguments(5).Add(consent.Subject).Add(consent.ClientId).Add(consent.Issuer)
            .Add(consent.Scope.ToString()).Add(consent.GrantedAt.UtcTicks);
        await _store.ExecuteAsync(_store.Sql.Consents.Save, arguments, ct);
    }

    /// <inheritdoc/>
    public async ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        var arguments = new Arguments().Add(subject).Add(clientId).Add(issuer).Add(now.UtcTicks);
        await _store.ExecuteAsync(_store.Sql.Consents.Withdraw, arguments, ct);
    }
}
