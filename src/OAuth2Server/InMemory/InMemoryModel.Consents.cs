using System.Collections.Concurrent;

namespace OAuth2Server;

/// <content>Consents.</content>
public partial class InMemoryModel : IConsentModel
{
    private readonly ConcurrentDictionary<(string Issuer, string Subject, string ClientId), Consent> _consents = [];
    private readonly ConcurrentDictionary<(string Issuer, string Subject, string ClientId), DateTimeOffset> _withdrawn = [];

    /// <inheritdoc/>
    public ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct) =>
        new(_consents.GetValueOrDefault((issuer, subject, clientId)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct) =>
        new([.. _consents.Values.Where(c => c.Issuer == issuer && c.Subject == subject)]);

    /// <inheritdoc/>
    public ValueTask SaveConsentAsync(Consent consent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(consent);
        _consents[(consent.Issuer, consent.Subject, consent.ClientId)] = consent;
        return default;
    }

    /// <inheritdoc/>
    public ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct)
    {
        // The latest time counts: a node whose clock is behind must not undo the withdrawal of another node.
        _withdrawn.AddOrUpdate((issuer, subject, clientId), now, (_, before) => now > before ? now : before);
        _consents.TryRemove((issuer, subject, clientId), out _);
        return default;
    }

    private bool IsWithdrawn(Authorization authorization) =>
        authorization.Subject is { } subject
        && !_withdrawn.IsEmpty
        && _withdrawn.TryGetValue((authorization.Issuer, subject, authorization.ClientId), out var at)
        && authorization.GrantedAt <= at;
}
