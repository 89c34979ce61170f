using System.Data.Common;
using System.Security.Cryptography;

namespace OAuth2Server.EntityFrameworkCore;

/// <content>Codes and tokens.</content>
public partial class EntityFrameworkModel<TContext>
{
    // Longer than any save takes that is under way when a family is revoked.
    private static readonly TimeSpan LatestSave = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public async ValueTask SaveTokenAsync(Token token, OAuthContext context, CancellationToken ct)
    {
        var statement = token.Refresh is null ? _store.Sql.AccessTokens.Insert : _store.Sql.SaveBothTokens;
        var arguments = ArgumentsOf(statement).Add(AccessTokenRow.Of(token.Access), AccessTokenRow.Shape);
        if (token.Refresh is { } refresh) arguments.Add(CredentialRow.Of(refresh), CredentialRow.Shape);
        await SaveAsync(statement, arguments, token, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> GetAccessTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        var hash = new Arguments(1).Add(token.Hash.ToByteArray());
        var row = await _store.FindAsync(_store.Sql.AccessTokens.Find, AccessTokenRow.Shape, hash, ct);
        return Readable(row, static (_, r) => r.ToAccessToken(), "access tokens", r => r.Id);
    }

    /// <inheritdoc/>
    public async ValueTask SaveAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct)
    {
        var insert = _store.Sql.Credentials.InsertCode;
        await SaveCodeAsync(insert, ArgumentsOf(insert).Add(CredentialRow.Of(code), CredentialRow.CodeShape), code, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<AuthorizationCode?> GetAuthorizationCodeAsync(Secret code, OAuthContext context, CancellationToken ct)
    {
        var row = await FindCredentialAsync(_store.Sql.Credentials.FindCode, CredentialRow.CodeShape, code, context, ct);
        return Readable(row, static (_, r) => r.ToCode(), "codes", r => r.AuthorizationId);
    }

    /// <inheritdoc/>
    public async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        var row = await FindCredentialAsync(_store.Sql.Credentials.FindRefreshToken, CredentialRow.Shape, token, context, ct);
        return Readable(row, static (_, r) => r.ToRefreshToken(), "refresh tokens", r => r.AuthorizationId);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeAuthorizationCodeAsync(AuthorizationCode code, OAuthContext context, CancellationToken ct) =>
        ConsumeAsync(code, context, ct);

    /// <inheritdoc/>
    public ValueTask<bool> RevokeTokenAsync(RefreshToken token, OAuthContext context, CancellationToken ct) =>
        ConsumeAsync(token, context, ct);

    /// <inheritdoc/>
    public async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        if (successor.Refresh?.Hash.Equals(consumed.Hash) == true) throw Taken();
        var statement = StatementFor(consumed, successor);
        var arguments = ArgumentsOf(statement);
        AddConsumption(arguments, consumed, successor.Access.Hash.ToByteArray(), replay, context).Add(KeepUntil(consumed, successor));
        arguments.Add(AccessTokenRow.Of(successor.Access), AccessTokenRow.Shape);
        if (successor.Refresh is { } refresh) arguments.Add(CredentialRow.Of(refresh), CredentialRow.Shape);
        if (consumed is RefreshToken) arguments.Add(consumed.Authorization.Id);

        return (await SaveAsync(statement, arguments, successor, ct))[0] > 0;
    }

    /// <inheritdoc/>
    public ValueTask RevokeAuthorizationAsync(string authorizationId, OAuthContext context, CancellationToken ct) =>
        RevokeFamilyAsync(authorizationId, context.Now.Add(LatestSave), ct);

    /// <inheritdoc/>
    public ValueTask RevokeAuthorizationAsync(Authorization authorization, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(authorization);
        // An exchange takes the same id as long as the authorization of its subject token lasts.
        var latest = context.Now.Add(LatestSave);
        return RevokeFamilyAsync(authorization.Id, authorization.EndsAt > latest ? authorization.EndsAt.Value : latest, ct);
    }

    /// <inheritdoc/>
    public async ValueTask RevokeAccessTokenAsync(AccessToken token, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        // The token's row stays: a save that is repeated, because its answer was lost, would bring a deleted row back.
        // The tombstone can go when the token, saved again or not, is expired.
        var arguments = new Arguments().Add(token.Id).Add(token.ExpiresAt.UtcTicks).Add(true);
        await _store.ExecuteAsync(_store.Sql.Revocations.Insert, arguments, ct);
    }

    private async ValueTask RevokeFamilyAsync(string id, DateTimeOffset until, CancellationToken ct)
    {
        var arguments = new Arguments().Add(id).Add(until.UtcTicks).Add(false);
        await _store.ExecuteAsync(_store.Sql.Revocations.Insert, arguments, ct);
    }

    private async ValueTask<bool> ConsumeAsync(Credential credential, OAuthContext context, CancellationToken ct)
    {
        var statement = credential is RefreshToken ? _store.Sql.Credentials.ConsumeRefreshToken : _store.Sql.Credentials.Consume;
        var arguments = ArgumentsOf(statement);
        AddConsumption(arguments, credential, RandomNumberGenerator.GetBytes(16), null, context).Add(KeepUntil(credential, null));
        if (credential is RefreshToken) arguments.Add(credential.Authorization.Id);
        return (await _store.ExecuteAsync(statement, arguments, ct))[0] > 0;
    }

    private static Arguments ArgumentsOf(Statement statement) => new(statement.Parameters.Length);

    private Statement StatementFor(Credential consumed, Token successor) => (consumed is RefreshToken, successor.Refresh is not null) switch
    {
        (true, true) => _store.Sql.RotateForBothTokens,
        (true, false) => _store.Sql.RotateForAccessToken,
        (false, true) => _store.Sql.ExchangeForBothTokens,
        (false, false) => _store.Sql.ExchangeForAccessToken,
    };

    private static Arguments AddConsumption(
        Arguments arguments, Credential credential, byte[] consumer, Replay? replay, OAuthContext context) => arguments
        .Add(credential.Hash.ToByteArray())
        .Add(context.Now.UtcTicks)
        .Add(consumer)
        .Add(replay?.Until.UtcTicks)
        .Add(replay?.SealedResponse.ToArray());

    // A consumed code is kept as long as what it gave can be used; null means with its family.
    private static long? KeepUntil(Credential consumed, Token? successor)
    {
        var own = CredentialRow.PruneAtOf(consumed);
        if (successor is null) return consumed.Authorization.EndsAt?.UtcTicks ?? own;
        if (successor.Refresh is not null) return consumed.Authorization.EndsAt?.UtcTicks;
        return Math.Max(successor.Access.ExpiresAt.UtcTicks, own ?? 0);
    }

    private async ValueTask<CredentialRow?> FindCredentialAsync(
        Statement statement, Column<CredentialRow>[] shape, Secret secret, OAuthContext context, CancellationToken ct)
    {
        var row = await _store.FindAsync(statement, shape, new Arguments(1).Add(secret.Hash.ToByteArray()), ct);
        row?.DropEndedReplay(context.Now);
        return row;
    }

    private async ValueTask<int[]> SaveCodeAsync(Statement statement, Arguments arguments, AuthorizationCode code, CancellationToken ct)
    {
        try
        {
            return await _store.ExecuteAsync(statement, arguments, ct);
        }
        catch (DbException)
        {
            await ThrowIfTakenAsync(_store.Sql.Credentials.Owner, code.Hash, code.Authorization.Id, ct);
            throw;
        }
    }

    // The inserts fail when a text is taken, with all that belongs to the same transaction.
    private async ValueTask<int[]> SaveAsync(Statement statement, Arguments arguments, Token token, CancellationToken ct)
    {
        try
        {
            return await _store.ExecuteAsync(statement, arguments, ct);
        }
        catch (DbException)
        {
            await ThrowIfTakenAsync(_store.Sql.AccessTokens.Owner, token.Access.Hash, token.Access.Id, ct);
            if (token.Refresh is { } refresh)
                await ThrowIfTakenAsync(_store.Sql.Credentials.Owner, refresh.Hash, refresh.Authorization.Id, ct);
            throw;
        }
    }

    private async ValueTask ThrowIfTakenAsync(Statement owners, SecretHash hash, string owner, CancellationToken ct)
    {
        if (await _store.FindTextAsync(owners, new Arguments(1).Add(hash.ToByteArray()), ct) is { } found && found != owner) throw Taken();
    }

    private static InvalidOperationException Taken() =>
        new("A code or token with this text exists already: the token generator repeats itself.");
}
