namespace OAuth2Server.StorageBenchmark;

/// <summary>The same operations as hand-written ADO.NET.</summary>
internal abstract class RawWork : IWork
{
    public Task SaveAsync(Token token) => RunAsync((RawSql.SaveAccess, RawSql.Values(token.Access)));

    public Task SaveCodeAsync(AuthorizationCode code) => RunAsync((RawSql.SaveCode, RawSql.Values(code)));

    public async Task<bool> ExchangeAsync(Credential consumed, Token successor, Replay? replay)
    {
        var (hash, consumer) = (consumed.Hash.ToByteArray(), successor.Access.Hash.ToByteArray());
        (string, object[])[] clear = consumed is RefreshToken ? [(RawSql.ClearAnswers, [consumed.Authorization.Id, hash])] : [];
        object until = replay is null ? DBNull.Value : replay.Until.UtcTicks;
        object answer = replay is null ? DBNull.Value : replay.SealedResponse.ToArray();
        return await RunAsync(
        [
            (RawSql.Consume, [hash, Clock.Now.UtcTicks, consumer, until, answer]),
            (RawSql.ExchangeAccess, [.. RawSql.Values(successor.Access), hash, consumer]),
            (RawSql.ExchangeRefresh, [.. RawSql.Values(successor.Refresh!), hash, consumer]),
            .. clear,
        ]) > 0;
    }

    public abstract Task<bool> FindAsync(string text);

    public Task RevokeAsync(string authorizationId) => RunAsync((RawSql.Revoke, [authorizationId, Clock.Now.AddDays(7).UtcTicks]));

    protected abstract Task<int> RunAsync(params (string Sql, object[] Values)[] statements);

    protected static AccessToken Read(System.Data.Common.DbDataReader row)
    {
        var authorization = new Authorization
        {
            Id = row.GetString(1),
            Issuer = row.GetString(2),
            ClientId = row.GetString(3),
            Subject = row.GetString(4),
            Scope = Scope.Parse(row.GetString(5)),
            GrantedAt = new(row.GetInt64(6), TimeSpan.Zero),
            EndsAt = row.IsDBNull(7) ? null : new(row.GetInt64(7), TimeSpan.Zero),
        };
        return new()
        {
            Id = row.GetString(8),
            Hash = SecretHash.FromBytes(row.GetFieldValue<byte[]>(0)),
            Authorization = authorization,
            Scope = authorization.Scope,
            TokenType = row.GetString(9),
            IssuedAt = new(row.GetInt64(10), TimeSpan.Zero),
            ExpiresAt = new(row.GetInt64(11), TimeSpan.Zero),
        };
    }
}
