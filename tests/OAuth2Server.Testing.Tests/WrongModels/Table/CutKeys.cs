using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>Marks revoked access tokens by an id that is cut when it is written.</summary>
internal sealed class MarksByCutId(InMemoryModel inner, int at) : AlteredModel(inner)
{
    private readonly ConcurrentDictionary<string, bool> _marked = [];

    public override ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct)
    {
        _marked[Cut(token.Id)] = true;
        return default;
    }

    public override async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await base.GetAccessTokenAsync(token, context, ct) is { } found && !_marked.ContainsKey(Cut(found.Id)) ? found : null;

    private string Cut(string id) => id.Length <= at ? id : id[..at];
}

/// <summary>Compares the beginnings of the keys of consents.</summary>
internal sealed class CutsConsentKeys(InMemoryModel inner, int at) : AlteredModel(inner)
{
    public override ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct) =>
        base.GetConsentAsync(Cut(issuer), Cut(subject), Cut(clientId), ct);

    public override ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct) => base.SaveConsentAsync(
        consent with { Issuer = Cut(consent.Issuer), Subject = Cut(consent.Subject), ClientId = Cut(consent.ClientId) }, replaced, ct);

    private string Cut(string text) => text.Length <= at ? text : text[..at];
}
