using System.Data.Common;
using System.Globalization;
using Dapper;

namespace OAuth2Server.Samples;

/// <content>Codes and tokens.</content>
public sealed partial class DapperModel
{
    // Every look-up honours the tombstone.
    private const string Living =
        """
        JOIN oauth_authorizations a ON a.id = t.authorization_id
        JOIN apps ON apps.app_id = a.app_id
        WHERE t.hash = @hash AND NOT EXISTS (SELECT 1 FROM oauth_revoked r WHERE r.authorization_id = t.authorization_id)
        """;

    private const string FindAccessToken =
        $"""
        SELECT t.hash AS Hash, t.id AS Id, t.scope AS TokenScope, t.audience AS Audience, t.token_type AS TokenType, t.issued_at AS IssuedAt, t.expires_at AS ExpiresAt,
               t.properties AS Properties, {AuthorizationRow.Columns}
        FROM oauth_access_tokens t {Living}
        """;

    private const string FindCredential =
        $"""
        SELECT t.hash AS Hash, t.expires_at AS ExpiresAt, t.consumed_at AS ConsumedAt, t.replay_until AS ReplayUntil, t.replay AS Replay, t.redirect_uri AS RedirectUri,
               t.redirect_uri_sent AS RedirectUriSent, t.code_challenge AS CodeChallenge, t.code_challenge_method AS CodeChallengeMethod, t.properties AS Properties, {AuthorizationRow.Columns}
        FROM oauth_credentials t {Living} AND t.kind = @kind
        """;

    // The compare-and-swap: one conditional statement, and the number of rows tells who was first.
    private const string Consume =
        """
        UPDATE oauth_credentials SET consumed_at = @now, replay_until = @until, replay = @replay
        WHERE hash = @hash AND consumed_at IS NULL AND NOT EXISTS (SELECT 1 FROM oauth_revoked r WHERE r.authorization_id = oauth_credentials.authorization_id)
        """;

    /// <inheritdoc/>
    public async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) =>
        await database.WriteAsync(async transaction => await SaveAsync(token, transaction, ct), ct);

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        (await database.FindAsync<AccessTokenRow>(FindAccessToken, new { hash = token.Hash.ToByteArray() }, ct))?.ToAccessToken();

    /// <inheritdoc/>
    public async ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        await database.WriteAsync(async transaction => await SaveAsync(code, transaction, ct), ct);

    /// <inheritdoc/>
    public async ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        (await database.FindAsync<CredentialRow>(FindCredential, new { hash = code.Hash.ToByteArray(), kind = "code" }, ct))?.ToCode();

    /// <inheritdoc/>
    public async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        (await database.FindAsync<CredentialRow>(FindCredential, new { hash = token.Hash.ToByteArray(), kind = "refresh" }, ct))?.ToRefreshToken();

    /// <inheritdoc/>
    public ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        database.WriteAsync(transaction => ConsumeAsync(code, null, context, transaction, ct), ct);

    /// <inheritdoc/>
    public ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        database.WriteAsync(transaction => ConsumeAsync(token, null, context, transaction, ct), ct);

    /// <inheritdoc/>
    public ValueTask<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        database.WriteAsync(async transaction => await ConsumeAsync(consumed, replay, context, transaction, ct) && await SaveAsync(successor, transaction, ct), ct);

    /// <inheritdoc/>
    public async ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct) =>
        await database.WriteAsync(transaction => RunAsync("INSERT INTO oauth_revoked VALUES (@authorizationId) ON CONFLICT DO NOTHING", new { authorizationId }, transaction, ct), ct);

    private static async Task<bool> ConsumeAsync(Credential credential, Replay? replay, OAuthContext context, DbTransaction transaction, CancellationToken ct) =>
        await RunAsync(Consume, new { hash = credential.Hash.ToByteArray(), now = context.Now.UtcTicks, until = replay?.Until.UtcTicks, replay = replay?.SealedResponse.ToArray() }, transaction, ct) == 1;

    private static async Task<bool> SaveAsync(Token token, DbTransaction transaction, CancellationToken ct)
    {
        var access = token.Access;
        await SaveAsync(access.Authorization, transaction, ct);
        await RunAsync("INSERT INTO oauth_access_tokens VALUES (@hash, @Id, @authorization, @scope, @audience, @TokenType, @issuedAt, @expiresAt, @properties)", new
        {
            hash = access.Hash.ToByteArray(),
            access.Id,
            authorization = access.Authorization.Id,
            scope = access.Scope.ToString(),
            audience = Json.Of(access.Audience),
            access.TokenType,
            issuedAt = access.IssuedAt.UtcTicks,
            expiresAt = access.ExpiresAt.UtcTicks,
            properties = access.Properties.ToStore(),
        }, transaction, ct);
        return token.Refresh is not { } refresh || await SaveAsync(refresh, transaction, ct);
    }

    private static async Task<bool> SaveAsync(Credential credential, DbTransaction transaction, CancellationToken ct)
    {
        var code = credential as AuthorizationCode;
        await SaveAsync(credential.Authorization, transaction, ct);
        await RunAsync("INSERT INTO oauth_credentials VALUES (@hash, @kind, @authorization, @expiresAt, NULL, NULL, NULL, @redirectUri, @redirectUriSent, @challenge, @method, @properties)", new
        {
            hash = credential.Hash.ToByteArray(),
            kind = code is null ? "refresh" : "code",
            authorization = credential.Authorization.Id,
            expiresAt = credential.ExpiresAt?.UtcTicks,
            redirectUri = code?.RedirectUri,
            redirectUriSent = code?.RedirectUriSent,
            challenge = code?.CodeChallenge,
            method = code?.CodeChallengeMethod,
            properties = credential.Properties.ToStore(),
        }, transaction, ct);
        return true;
    }

    // Every code and token of a family brings the same authorization: the first one saves it.
    private static Task<int> SaveAsync(Authorization authorization, DbTransaction transaction, CancellationToken ct) => RunAsync(
        """
        INSERT INTO oauth_authorizations VALUES (@Id, @Issuer, (SELECT app_id FROM apps WHERE app_key = @ClientId), @userId, @scope, @resources, @grantedAt, @endsAt, @properties)
        ON CONFLICT DO NOTHING
        """, new
        {
            authorization.Id,
            authorization.Issuer,
            authorization.ClientId,
            userId = authorization.Subject is { } subject ? long.Parse(subject, CultureInfo.InvariantCulture) : (long?)null,
            scope = authorization.Scope.ToString(),
            resources = Json.Of(authorization.Resources),
            grantedAt = authorization.GrantedAt.UtcTicks,
            endsAt = authorization.EndsAt?.UtcTicks,
            properties = authorization.Properties.ToStore(),
        }, transaction, ct);

    private static Task<int> RunAsync(string sql, object parameters, DbTransaction transaction, CancellationToken ct) =>
        transaction.Connection!.ExecuteAsync(new(sql, parameters, transaction, cancellationToken: ct));
}
