namespace OAuth2Server;

/// <content>Consents. The gate of the table of records is theirs, too: a withdrawal and a code that rests on the consent come one after
/// the other.</content>
public partial class InMemoryModel : IConsentModel
{
    private readonly Dictionary<(string Issuer, string Subject, string ClientId), Consent> _consents = [];
    private readonly Dictionary<(string Issuer, string Subject, string ClientId), DateTimeOffset> _withdrawn = [];

    /// <inheritdoc/>
    public ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct)
    {
        lock (_records.Gate) return new(_consents.GetValueOrDefault((issuer, subject, clientId)));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct)
    {
        lock (_records.Gate) return new([.. _consents.Values.Where(c => c.Issuer == issuer && c.Subject == subject)]);
    }

    /// <inheritdoc/>
    public ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(consent);
        lock (_records.Gate)
        {
            var saved = _consents.GetValueOrDefault((consent.Issuer, consent.Subject, consent.ClientId));
            if (saved?.Id != replaced?.Id && saved?.Id != consent.Id) return new(false);
            _consents[(consent.Issuer, consent.Subject, consent.ClientId)] = consent;
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> SaveConsentedCodeAsync(AuthorizationCode code, Consent consent, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(consent);
        lock (_records.Gate)
        {
            if (_consents.GetValueOrDefault((consent.Issuer, consent.Subject, consent.ClientId))?.Id != consent.Id) return new(false);
            Add(code.Hash, code, code.Authorization, code.ExpiresAt);
            return new(true);
        }
    }

    /// <inheritdoc/>
    /// <remarks>It looks at all records.</remarks>
    public ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        var key = (issuer, subject, clientId);
        lock (_records.Gate)
        {
            // The latest time counts: a node whose clock is behind must not undo the withdrawal of another node.
            if (!_withdrawn.TryGetValue(key, out var before) || now > before) _withdrawn[key] = now;
            _consents.Remove(key);
            var ofPair = _records.FindAll(record =>
                OfRecord(record) is { } a && a.Subject == subject && a.ClientId == clientId && a.Issuer == issuer);
            foreach (var record in ofPair) _records.RemoveFamily(OfRecord(record)!.Id);
        }
        return default;
    }

    private bool IsWithdrawn(Authorization authorization)
    {
        if (authorization.Subject is not { } subject) return false;
        lock (_records.Gate)
        {
            return _withdrawn.TryGetValue((authorization.Issuer, subject, authorization.ClientId), out var at)
                && authorization.GrantedAt <= at;
        }
    }
}
