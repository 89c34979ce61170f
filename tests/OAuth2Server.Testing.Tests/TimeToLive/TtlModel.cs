namespace OAuth2Server.Testing.Tests;

/// <summary>A model over a store whose rows expire by themselves. It never prunes, and each row is kept as long as it is needed.</summary>
internal sealed partial class TtlModel(TtlStore store)
    : IAuthorizationCodeModel, IRefreshTokenModel, IAccessTokenModel, IRevocationModel, IConsentModel
{
    private static readonly object Marked = new();

    public void AddClient(Client client, string? secret) => store.Run(s =>
    {
        s.Set($"client {client.Id}", client, null);
        if (secret is not null) s.Set($"secret {client.Id}", SecretHash.Of(secret), null);
        return true;
    });

    public void DisableClient(string id) => store.Run(s =>
    {
        s.Set($"client {id}", Marked, null);
        return true;
    });

    public ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        new(store.Run(s => s.Get<Client>($"client {clientId}")));

    public ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
        new(store.Run(s => s.Get<object>($"secret {client.Id}") is SecretHash hash && hash.Equals(secret.Hash)));

    public ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        store.Run(s =>
        {
            var access = token.Access;
            Add(s, Key("access", access.Hash), access, access.Authorization, access.ExpiresAt - context.Now, context);
            // A consumed refresh token is recognised until its authorization ends.
            if (token.Refresh is { } refresh)
            {
                var until = (refresh.Authorization.EndsAt ?? refresh.ExpiresAt) - context.Now;
                Add(s, Key("refresh", refresh.Hash), refresh, refresh.Authorization, until, context);
            }
            return true;
        });
        return default;
    }

    public ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        store.Run(s =>
        {
            Add(s, Key("code", code.Hash), code, code.Authorization, code.ExpiresAt - context.Now, context);
            return true;
        });
        return default;
    }

    public ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) => new(store.Run(s =>
        s.Get<AccessToken>(Key("access", token.Hash)) is { } found && IsActive(s, found.Authorization) ? found : null));

    public ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        new(store.Run(s => Find<RefreshToken>(s, Key("refresh", token.Hash))));

    public ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        new(store.Run(s => Find<AuthorizationCode>(s, Key("code", code.Hash))));

    public ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        new(store.Run(s => Consume(s, Key("refresh", token.Hash), context)));

    public ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        new(store.Run(s => Consume(s, Key("code", code.Hash), context)));

    // The row is replaced by a mark that is kept as long: a repeated save finds its key taken.
    public ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct)
    {
        store.Run(s =>
        {
            if (s.Get<AccessToken>(Key("access", token.Hash)) is not null) s.Change(Key("access", token.Hash), Marked);
            return true;
        });
        return default;
    }

    // Nothing tells when an authorization of this id ends.
    public ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct) =>
        EndAsync(authorizationId, null);

    public ValueTask RevokeAuthorizationAsync(Authorization authorization, OAuthContext context, CancellationToken ct) =>
        EndAsync(authorization.Id, authorization.EndsAt - context.Now);

    public ValueTask<Consent?> GetConsentAsync(string issuer, string subject, string clientId, CancellationToken ct) =>
        new(store.Run(s => s.Get<Consent>(ConsentKey(issuer, subject, clientId))));

    public ValueTask<IReadOnlyList<Consent>> GetConsentsAsync(string issuer, string subject, CancellationToken ct) => new(store.Run(s =>
        (IReadOnlyList<Consent>)[.. s.All("consent ").OfType<Consent>().Where(c => c.Issuer == issuer && c.Subject == subject)]));

    public ValueTask<bool> SaveConsentAsync(Consent consent, Consent? replaced, CancellationToken ct) => new(store.Run(s =>
    {
        var key = ConsentKey(consent.Issuer, consent.Subject, consent.ClientId);
        var saved = s.Get<Consent>(key);
        if (saved?.Id != replaced?.Id && saved?.Id != consent.Id) return false;
        s.Set(key, consent, null);
        return true;
    }));

    public ValueTask<bool> SaveConsentedCodeAsync(AuthorizationCode code, Consent consent, OAuthContext context, CancellationToken ct) =>
        new(store.Run(s =>
        {
            if (s.Get<Consent>(ConsentKey(consent.Issuer, consent.Subject, consent.ClientId))?.Id != consent.Id) return false;
            Add(s, Key("code", code.Hash), code, code.Authorization, code.ExpiresAt - context.Now, context);
            return true;
        }));

    public ValueTask RevokeConsentAsync(string issuer, string subject, string clientId, DateTimeOffset now, CancellationToken ct) =>
        RevokeConsentAsync(issuer, subject, clientId, now, null, ct);

    public ValueTask RevokeConsentAsync(
        string issuer, string subject, string clientId, DateTimeOffset now, DateTimeOffset? until, CancellationToken ct)
    {
        var key = ConsentKey(issuer, subject, clientId);
        store.Run(s =>
        {
            s.Set(key, Marked, null);
            foreach (var id in s.Members(key)) s.Set($"revoked {id}", Marked, until - now);
            if (s.Get<Withdrawal>($"withdrawn {key}") is not { } before || before.At < now)
                s.Set($"withdrawn {key}", new Withdrawal(now), until - now);
            return true;
        });
        return default;
    }

    private ValueTask EndAsync(string id, TimeSpan? timeToLive)
    {
        store.Run(s =>
        {
            s.Set($"revoked {id}", Marked, timeToLive);
            return true;
        });
        return default;
    }

    private static void Add(
        TtlStore.Script script, string key, object record, Authorization of, TimeSpan? timeToLive, OAuthContext context)
    {
        if (script.Get<object>(key) is not null) throw new InvalidOperationException("A code or token with this text is saved already.");
        script.Set(key, record, timeToLive);
        // A withdrawal revokes each authorization in the set of its pair.
        if (of.Subject is { } subject) script.AddMember(ConsentKey(of.Issuer, subject, of.ClientId), of.Id, of.EndsAt - context.Now);
    }

    private static T? Find<T>(TtlStore.Script script, string key) where T : Credential =>
        script.Get<T>(key) is { } found && IsActive(script, found.Authorization) ? found : null;

    private static bool Consume(TtlStore.Script script, string key, OAuthContext context)
    {
        if (Find<Credential>(script, key) is not { ConsumedAt: null } found) return false;
        // A used code is recognised until its authorization ends, longer than it could be used.
        if (found is AuthorizationCode) script.Set(key, found with { ConsumedAt = context.Now }, found.Authorization.EndsAt - context.Now);
        else script.Change(key, found with { ConsumedAt = context.Now });
        return true;
    }

    private static bool IsActive(TtlStore.Script script, Authorization of) =>
        script.Get<object>($"revoked {of.Id}") is null
        && !(of.Subject is { } subject
            && script.Get<Withdrawal>($"withdrawn {ConsentKey(of.Issuer, subject, of.ClientId)}") is { } withdrawal
            && of.GrantedAt <= withdrawal.At);

    private static string Key(string kind, SecretHash hash) => $"{kind} {Convert.ToHexString(hash.ToByteArray())}";

    // Lengths keep two keys apart whose texts would be the same when they are put together.
    private static string ConsentKey(string issuer, string subject, string clientId) =>
        $"consent {issuer.Length} {issuer} {subject.Length} {subject} {clientId}";

    private sealed record Withdrawal(DateTimeOffset At);
}
