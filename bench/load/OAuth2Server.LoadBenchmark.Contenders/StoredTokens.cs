using System.Data.Common;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The tokens of a store floor: the durable work of the Entity Framework Core model, with prepared statements alone.</summary>
/// <param name="database">Where the rows are.</param>
/// <param name="product">Makes the tables, the client and the consent, as for itself.</param>
internal sealed class StoredTokens(IDatabase database, Product product) : ITokens
{
    // A rotation stores the sealed answer: nonce, answer and tag. The floor stores as many bytes and seals nothing.
    private static readonly byte[] Sealed = new byte[214];

    private string _issuer = "";

    private static long Now => TimeProvider.System.GetUtcNow().UtcTicks;

    public Task PrepareAsync(string issuer)
    {
        _issuer = issuer;
        return product.MakeTablesAsync(issuer);
    }

    public async ValueTask<string> IssueAsync()
    {
        var client = await database.FindAsync(FloorSql.FindClient, [Fixture.ClientId], row => row.GetString(0))
            ?? throw new InvalidOperationException("The client is not in the database.");
        var access = FloorText.Secret();
        await database.InsertAsync(FloorSql.InsertAccessToken, AccessToken(NewFamily(client, null), FloorText.HashOf(access)));
        return access;
    }

    public async ValueTask<string> AuthorizeAsync(string challenge)
    {
        var code = FloorText.Secret();
        var expiry = Now + TimeSpan.TicksPerMinute;
        await database.InsertAsync(FloorSql.InsertCode,
        [
            .. NewFamily(Fixture.ClientId, Fixture.User).Columns(FloorText.HashOf(code)),
            "code", expiry, expiry, true, Fixture.RedirectUri, challenge, "S256",
        ]);
        return code;
    }

    public async ValueTask<TokenPair?> ExchangeAsync(string code, string verifier)
    {
        var hash = FloorText.HashOf(code);
        var found = await database.FindAsync(FloorSql.FindCredential, [hash, "code"], row => (object)(ReadFamily(row), row.GetString(18)));
        return found is (Family family, string challenge) && challenge == FloorText.ChallengeOf(verifier)
            ? await SucceedAsync(hash, family, null, null)
            : null;
    }

    public async ValueTask<TokenPair?> RotateAsync(string refreshToken)
    {
        var hash = FloorText.HashOf(refreshToken);
        return await database.FindAsync(FloorSql.FindCredential, [hash, "refresh"], ReadFamily) is { } family
            ? await SucceedAsync(hash, family, Now + (10 * TimeSpan.TicksPerSecond), Sealed)
            : null;
    }

    public ValueTask<Holder?> FindAsync(string token) => database.FindAsync(
        FloorSql.FindAccessToken,
        [FloorText.HashOf(token)],
        row => new Holder(row.IsDBNull(4) ? "" : row.GetString(4), row.GetString(3), row.GetString(row.IsDBNull(11) ? 5 : 11)));

    private async ValueTask<TokenPair?> SucceedAsync(byte[] consumed, Family family, long? replayUntil, byte[]? replay)
    {
        var pair = new TokenPair(FloorText.Secret(), FloorText.Secret());
        var (access, refresh) = (FloorText.HashOf(pair.Access), FloorText.HashOf(pair.Refresh));
        var expiry = Now + (14 * TimeSpan.TicksPerDay);
        object?[] successor = [.. family.Columns(refresh), "refresh", expiry, expiry, false];
        object?[] consume = [consumed, Now, access, replayUntil, replay];
        return await database.ExchangeAsync(consume, AccessToken(family, access), successor) ? pair : null;
    }

    private Family NewFamily(string client, string? user) =>
        new(FloorText.Id(), _issuer, client, user, Fixture.ReadScope, Now, Now + (365 * TimeSpan.TicksPerDay));

    private static Family ReadFamily(DbDataReader row) => new(
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        row.GetString(5),
        row.GetInt64(6),
        row.GetInt64(7));

    private static object?[] AccessToken(Family family, byte[] hash) =>
        [.. family.Columns(hash), FloorText.Id(), "Bearer", Now, Now + TimeSpan.TicksPerHour];

    /// <summary>The columns that all rows of one authorization share.</summary>
    private sealed record Family(string Id, string Issuer, string ClientId, string? Subject, string Scope, long GrantedAt, long EndsAt)
    {
        internal object?[] Columns(byte[] hash) => [hash, Id, Issuer, ClientId, Subject, Scope, GrantedAt, EndsAt];
    }
}
