using System.Data.Common;
using Dapper;

namespace OAuth2Server.Samples;

/// <content>Codes and tokens, kept as the text of their records.</content>
public sealed partial class DapperModel
{
    // Every look-up has this condition: of a revoked authorization nothing is found, also what is saved later.
    private const string IsNotRevoked = "NOT EXISTS (SELECT 1 FROM oauth_revoked r WHERE r.authorization_id = t.authorization_id)";

    private const string FindAccessToken =
        $"SELECT record FROM oauth_access_tokens t WHERE hash = @hash AND NOT revoked AND {IsNotRevoked}";

    private const string FindCredential =
        $"""
        SELECT record AS Record, consumed_at AS ConsumedAt, replay_until AS ReplayUntil, replay AS Replay
        FROM oauth_credentials t WHERE hash = @hash AND {IsNotRevoked}
        """;

    // The compare-and-swap: one conditional statement, and its number of rows says who was first.
    private const string Consume =
        $"""
        UPDATE oauth_credentials AS t SET consumed_at = @now, replay_until = @until, replay = @replay
        WHERE hash = @hash AND consumed_at IS NULL AND {IsNotRevoked}
        """;

    // A successor that is used shows that its client received the answer: nothing repeats it again.
    private const string ClearReplayBefore =
        """
        UPDATE oauth_credentials SET replay_until = NULL, replay = NULL
        WHERE hash = (SELECT predecessor FROM oauth_credentials WHERE hash = @hash)
        """;

    /// <inheritdoc/>
    public async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct) =>
        await database.WriteAsync(transaction => SaveAsync(token, null, transaction, ct), ct);

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await database.FindAsync<string>(FindAccessToken, new { hash = token.Hash.ToByteArray() }, ct) is { } text
            ? RecordText.ReadAccessToken(text)
            : null;

    /// <inheritdoc/>
    public async ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        await database.WriteAsync(transaction => SaveAsync(code, null, transaction, ct), ct);

    /// <inheritdoc/>
    public async ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct) =>
        await FindAsync(code, ct) as AuthorizationCode;

    /// <inheritdoc/>
    public async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct) =>
        await FindAsync(token, ct) as RefreshToken;

    /// <inheritdoc/>
    public ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        database.WriteAsync(transaction => ConsumeAsync(code, null, context, transaction, ct), ct);

    /// <inheritdoc/>
    public ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        database.WriteAsync(transaction => ConsumeAsync(token, null, context, transaction, ct), ct);

    /// <inheritdoc/>
    public ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct) =>
        database.WriteAsync(async transaction =>
            await ConsumeAsync(consumed, replay, context, transaction, ct) && await SaveAsync(successor, consumed, transaction, ct), ct);

    /// <inheritdoc/>
    public async ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct) =>
        await database.WriteAsync(transaction => RunAsync(
            "INSERT INTO oauth_revoked VALUES (@authorizationId) ON CONFLICT DO NOTHING", new { authorizationId }, transaction, ct), ct);

    /// <summary>The row stays, so that a repeated save finds its place taken and does not make the token valid again.</summary>
    public async ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct) =>
        await database.WriteAsync(transaction => RunAsync(
            "UPDATE oauth_access_tokens SET revoked = 1 WHERE hash = @hash", new { hash = token.Hash.ToByteArray() }, transaction, ct), ct);

    private async Task<Credential?> FindAsync(Secret secret, CancellationToken ct) =>
        (await database.FindAsync<CredentialRow>(FindCredential, new { hash = secret.Hash.ToByteArray() }, ct))?.ToCredential();

    private static async Task<bool> ConsumeAsync(
        Credential credential, Replay? replay, OAuthContext context, DbTransaction transaction, CancellationToken ct)
    {
        var hash = credential.Hash.ToByteArray();
        var values = new { hash, now = context.Now.UtcTicks, until = replay?.Until.UtcTicks, replay = replay?.SealedResponse.ToArray() };
        if (await RunAsync(Consume, values, transaction, ct) != 1) return false;
        await RunAsync(ClearReplayBefore, new { hash }, transaction, ct);
        return true;
    }

    // An INSERT, never a replacement: it throws when the text is saved already, for this record or for another one.
    private static async Task<bool> SaveAsync(Token token, Credential? predecessor, DbTransaction transaction, CancellationToken ct)
    {
        var access = token.Access;
        await RunAsync("INSERT INTO oauth_access_tokens (hash, authorization_id, record) VALUES (@hash, @authorization, @record)", new
        {
            hash = access.Hash.ToByteArray(),
            authorization = access.Authorization.Id,
            record = RecordText.Write(access),
        }, transaction, ct);
        return token.Refresh is not { } refresh || await SaveAsync(refresh, predecessor, transaction, ct);
    }

    private static async Task<bool> SaveAsync(
        Credential credential, Credential? predecessor, DbTransaction transaction, CancellationToken ct)
    {
        const string Insert =
            """
            INSERT INTO oauth_credentials (hash, authorization_id, predecessor, record)
            VALUES (@hash, @authorization, @predecessor, @record)
            """;
        await RunAsync(Insert, new
        {
            hash = credential.Hash.ToByteArray(),
            authorization = credential.Authorization.Id,
            predecessor = predecessor?.Hash.ToByteArray(),
            record = RecordText.Write(credential),
        }, transaction, ct);
        return true;
    }

    private static Task<int> RunAsync(string sql, object parameters, DbTransaction transaction, CancellationToken ct) =>
        transaction.Connection!.ExecuteAsync(new(sql, parameters, transaction, cancellationToken: ct));
}
