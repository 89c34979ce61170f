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
    public async ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(consent);
        var save = _store.Sql.Consents.Save;
        var arguments = ArgumentsOf(save).Add(ConsentRow.Of(consent), ConsentRow.Shape).Add(replaced?.Id);
        return (await _store.ExecuteAsync(save, arguments, ct))[0] > 0;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> SaveConsentedCodeAsync(
        AuthorizationCode code, Consent consent, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(consent);
        var save = _store.Sql.Consents.SaveCode;
        var arguments = ArgumentsOf(save).Add(consent.Subject).Add(consent.ClientId).Add(consent.Issuer).Add(consent.Id)
            .Add(CredentialRow.Of(code), CredentialRow.CodeShape);
        return (await SaveCodeAsync(save, arguments, code, ct))[1] > 0;
    }

    /// <inheritdoc/>
    public async ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        var arguments = new Arguments(5).Add(subject).Add(clientId).Add(issuer).Add(now.UtcTicks).Add(now.Add(LatestSave).UtcTicks);
        await _store.ExecuteAsync(_store.Sql.Consents.Withdraw, arguments, ct);
    }
}
