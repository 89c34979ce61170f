using System.Net;

namespace OAuth2Server.Testing.Tests;

/// <summary>Passes every call on to the model in memory: right as it is, and made wrong by overriding one function.</summary>
internal class RightModel(InMemoryModel inner)
    : IAuthorizationCodeModel, IRefreshTokenModel, IAccessTokenModel, IRevocationModel, IExchangeModel, IConsentModel, IPruningModel,
        IAttemptModel, IClientOriginModel, ISigningKeyModel, ISessionClientModel, IAuthorizationListModel,
        IPushedRequestModel, IReplayModel
{
    protected InMemoryModel Inner => inner;

    public virtual ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        inner.GetClientAsync(clientId, context, ct);

    public virtual ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
        inner.VerifyClientSecretAsync(client, secret, context, ct);

    public virtual ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) =>
        inner.SaveTokenAsync(token, context, ct);

    public virtual ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        inner.GetAccessTokenAsync(token, context, ct);

    public virtual ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        inner.SaveAuthorizationCodeAsync(code, context, ct);

    public virtual ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        inner.GetAuthorizationCodeAsync(code, context, ct);

    public virtual ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        inner.RevokeAuthorizationCodeAsync(code, context, ct);

    public virtual ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        inner.GetRefreshTokenAsync(token, context, ct);

    public virtual ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        inner.RevokeTokenAsync(token, context, ct);

    public virtual ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct) =>
        inner.RevokeAuthorizationAsync(authorizationId, context, ct);

    public virtual ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct) =>
        inner.RevokeAccessTokenAsync(token, context, ct);

    public virtual ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        inner.ExchangeAsync(consumed, successor, replay, context, ct);

    public virtual ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        inner.IsClientOriginAsync(origin, context, ct);

    public virtual ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct) =>
        inner.GetConsentAsync(issuer, subject, clientId, ct);

    public virtual ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct) =>
        inner.GetConsentsAsync(issuer, subject, ct);

    public virtual ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct) =>
        inner.SaveConsentAsync(consent, replaced, ct);

    public virtual ValueTask<bool> SaveConsentedCodeAsync(
        AuthorizationCode code, Consent consent, OAuthContext context, CancellationToken ct) =>
        inner.SaveConsentedCodeAsync(code, consent, context, ct);

    public virtual ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct) =>
        inner.RevokeConsentAsync(issuer, subject, clientId, now, ct);

    public virtual ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct) => inner.PruneAsync(now, atMost, ct);

    public virtual ValueTask<int> AddFailureAsync(string key, DateTimeOffset now, DateTimeOffset forgetAt, CancellationToken ct) =>
        inner.AddFailureAsync(key, now, forgetAt, ct);

    public virtual ValueTask ClearFailuresAsync(string key, CancellationToken ct) => inner.ClearFailuresAsync(key, ct);

    public virtual ValueTask<SigningKeyRing> GetSigningKeysAsync(CancellationToken ct) => inner.GetSigningKeysAsync(ct);

    public virtual ValueTask<bool> SaveSigningKeysAsync(SigningKeyRing ring, CancellationToken ct) =>
        inner.SaveSigningKeysAsync(ring, ct);

    public virtual ValueTask SaveSessionAsync(Session session, CancellationToken ct) => inner.SaveSessionAsync(session, ct);

    public virtual ValueTask<Session?> GetSessionAsync(Secret session, DateTimeOffset now, CancellationToken ct) =>
        inner.GetSessionAsync(session, now, ct);

    public virtual ValueTask<IReadOnlyList<Session>> GetSessionsAsync(
        string subject, DateTimeOffset now, int atMost, CancellationToken ct) => inner.GetSessionsAsync(subject, now, atMost, ct);

    public virtual ValueTask RecordSessionSeenAsync(Session session, DateTimeOffset now, IPAddress? remoteAddress, CancellationToken ct) =>
        inner.RecordSessionSeenAsync(session, now, remoteAddress, ct);

    public virtual ValueTask<bool> EndSessionAsync(string subject, string id, CancellationToken ct) =>
        inner.EndSessionAsync(subject, id, ct);

    public virtual ValueTask<int> EndSessionsAsync(string subject, string? exceptId, CancellationToken ct) =>
        inner.EndSessionsAsync(subject, exceptId, ct);

    public virtual ValueTask<bool> RenewSessionAsync(Session before, Session renewed, DateTimeOffset now, CancellationToken ct) =>
        inner.RenewSessionAsync(before, renewed, now, ct);

    public virtual ValueTask<bool> SaveSessionClientAsync(SessionClient client, DateTimeOffset now, CancellationToken ct) =>
        inner.SaveSessionClientAsync(client, now, ct);

    public virtual ValueTask<IReadOnlyList<SessionClient>> GetSessionClientsAsync(
        string subject, string sessionId, CancellationToken ct) => inner.GetSessionClientsAsync(subject, sessionId, ct);

    public virtual ValueTask<IReadOnlyList<SessionClient>> TakeSessionClientsAsync(
        DateTimeOffset now, DateTimeOffset until, int atMost, CancellationToken ct) =>
        inner.TakeSessionClientsAsync(now, until, atMost, ct);

    public virtual ValueTask<bool> PostponeSessionClientAsync(SessionClient taken, DateTimeOffset dueAt, CancellationToken ct) =>
        inner.PostponeSessionClientAsync(taken, dueAt, ct);

    public virtual ValueTask RemoveSessionClientAsync(SessionClient taken, CancellationToken ct) =>
        inner.RemoveSessionClientAsync(taken, ct);

    public virtual ValueTask<IReadOnlyList<LiveAuthorization>> GetAuthorizationsAsync(
        string issuer, string subject, DateTimeOffset now, int atMost, CancellationToken ct) =>
        inner.GetAuthorizationsAsync(issuer, subject, now, atMost, ct);

    public virtual ValueTask SavePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct) =>
        inner.SavePushedRequestAsync(request, context, ct);

    public virtual ValueTask<PushedRequest?> GetPushedRequestAsync(Secret reference, OAuthContext context, CancellationToken ct) =>
        inner.GetPushedRequestAsync(reference, context, ct);

    public virtual ValueTask VisitPushedRequestAsync(
        PushedRequest request, DateTimeOffset expiresAt, OAuthContext context, CancellationToken ct) =>
        inner.VisitPushedRequestAsync(request, expiresAt, context, ct);

    public virtual ValueTask<bool> RevokePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct) =>
        inner.RevokePushedRequestAsync(request, context, ct);

    public virtual ValueTask<bool> UseOnceAsync(SecretHash message, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) =>
        inner.UseOnceAsync(message, now, until, ct);
}
