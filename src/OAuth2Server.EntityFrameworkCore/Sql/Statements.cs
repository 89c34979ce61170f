using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL of the hot paths, in the words that SQLite and PostgreSQL share. One text is one round trip; parameters are named by position.</summary>
/// <remarks>Written by hand because change tracking and query compilation cost more than these statements do.</remarks>
internal sealed class Statements
{
    /// <summary>How many parameters <see cref="Consume"/> has.</summary>
    private const int ConsumeParameters = 5;

    private static readonly ConditionalWeakTable<IModel, Statements> Cache = [];

    private readonly TableMap<AccessTokenRow> _access;
    private readonly TableMap<CredentialRow> _credentials;
    private readonly TableMap<RevocationRow> _revocations;
    private readonly TableMap<ConsentRow> _consents;

    private Statements(DbContext db)
    {
        (_access, _credentials, _revocations, _consents) = (new(db), new(db), new(db), new(db));
        IsSqlite = db.Database.ProviderName == "Microsoft.EntityFrameworkCore.Sqlite";
        var clients = new TableMap<ClientRow>(db);

        FindClient = $"SELECT {clients.List(Names(Shapes.Client))} FROM {clients.Name} WHERE {clients[nameof(ClientRow.Id)]} = @p0";
        FindPublicClients = $"SELECT {clients.List(Names(Shapes.Client))} FROM {clients.Name} WHERE {clients[nameof(ClientRow.Type)]} = 'public' AND NOT {clients[nameof(ClientRow.Disabled)]} AND lower({clients[nameof(ClientRow.RedirectUris)]}) LIKE @p0 ESCAPE '!'";
        FindAccessToken = $"SELECT {_access.List(Names(Shapes.AccessToken), "t.")} FROM {_access.Name} t WHERE t.{_access[nameof(AccessTokenRow.Hash)]} = @p0 AND {Lives(_access, "t", nameof(AccessTokenRow.Id))}";
        FindCredential = $"SELECT {_credentials.List(Names(Shapes.Credential), "t.")} FROM {_credentials.Name} t WHERE t.{_credentials[nameof(CredentialRow.Hash)]} = @p0 AND t.{_credentials[nameof(CredentialRow.Kind)]} = @p1 AND {Lives(_credentials, "t")}";
        OwnerOfAccessToken = $"SELECT {_access[nameof(AccessTokenRow.Id)]} FROM {_access.Name} WHERE {_access[nameof(AccessTokenRow.Hash)]} = @p0";
        OwnerOfCredential = $"SELECT {_credentials[nameof(CredentialRow.AuthorizationId)]} FROM {_credentials.Name} WHERE {_credentials[nameof(CredentialRow.Hash)]} = @p0 AND {_credentials[nameof(CredentialRow.ConsumedAt)]} IS NULL";
        Consume = ConsumeText();
        SaveAccessToken = Insert(Shapes.AccessToken, 0);
        SaveBothTokens = $"{SaveAccessToken}; {Insert(Shapes.Credential, Shapes.AccessToken.Length)}";
        SaveCredential = Insert(Shapes.Credential, 0);
        ExchangeForAccessToken = $"{Consume}; {InsertIfConsumed(Shapes.AccessToken, ConsumeParameters)}";
        ExchangeForBothTokens = $"{ExchangeForAccessToken}; {InsertIfConsumed(Shapes.Credential, ConsumeParameters + Shapes.AccessToken.Length)}";
        Revoke = RevokeText();
        SaveConsent = $"INSERT INTO {_consents.Name} ({ConsentColumns}) VALUES (@p0, @p1, @p2, @p3, @p4, NULL) ON CONFLICT ({ConsentKey}) DO UPDATE SET {Excluded(nameof(ConsentRow.Scope))}, {Excluded(nameof(ConsentRow.GrantedAt))}";
        WithdrawConsent = $"INSERT INTO {_consents.Name} ({ConsentColumns}) VALUES (@p0, @p1, @p2, NULL, @p3, @p3) ON CONFLICT ({ConsentKey}) DO UPDATE SET {Excluded(nameof(ConsentRow.Scope))}, {LatestWithdrawal}";
        Devices = new DeviceStatements(_credentials, row => Lives(_credentials, row, nameof(AuthorizationColumns.AuthorizationId)));
        var attempts = new TableMap<AttemptRow>(db);
        AddFailure = AddFailureText(attempts);
        ClearFailures = $"DELETE FROM {attempts.Name} WHERE {attempts[nameof(AttemptRow.Key)]} = @p0";
        Prune = new PruneStatements(_access, _credentials, _revocations, attempts);
        TakeLease = LeaseText(new(db));
    }

    /// <summary>The provider, looked up once: it finds its name by reflection each time.</summary>
    internal bool IsSqlite { get; }

    internal string FindClient { get; }

    /// <summary>@p0 a pattern that the redirect URIs, in lower case, must match; <see cref="Literally"/> makes it of a text.</summary>
    internal string FindPublicClients { get; }

    internal string FindAccessToken { get; }

    internal string FindCredential { get; }

    internal string OwnerOfAccessToken { get; }

    /// <summary>Of a fresh one: nobody can have consumed what was not handed out yet, so that a consumed one with the same text is another.</summary>
    internal string OwnerOfCredential { get; }

    /// <summary>@p0 hash, @p1 now, @p2 consumer, @p3 replay until, @p4 sealed answer: the compare-and-swap, true for one caller, and for that caller again.</summary>
    internal string Consume { get; }

    /// <summary>The parameters are those of <see cref="Shapes.AccessToken"/>.</summary>
    internal string SaveAccessToken { get; }

    /// <summary>Those of <see cref="Shapes.AccessToken"/>, then of <see cref="Shapes.Credential"/>: an access token and its refresh token.</summary>
    internal string SaveBothTokens { get; }

    /// <summary>The parameters are those of <see cref="Shapes.Credential"/>.</summary>
    internal string SaveCredential { get; }

    /// <summary>Those of <see cref="Consume"/>, then of <see cref="SaveAccessToken"/>: the one and, if this caller did it, the other.</summary>
    internal string ExchangeForAccessToken { get; }

    /// <summary>The same with those of <see cref="SaveBothTokens"/>.</summary>
    internal string ExchangeForBothTokens { get; }

    /// <summary>@p0 authorization or access token, @p1 when the tombstone is looked at first.</summary>
    internal string Revoke { get; }

    /// <summary>@p0 subject, @p1 client, @p2 issuer, @p3 scope, @p4 granted at.</summary>
    internal string SaveConsent { get; }

    /// <summary>@p0 subject, @p1 client, @p2 issuer, @p3 now.</summary>
    internal string WithdrawConsent { get; }

    /// <summary>@p0 key, @p1 now, @p2 when it is forgotten; gives the count. The one statement that does not know its own work again: repeated after a broken connection, it counts one failure twice.</summary>
    internal string AddFailure { get; }

    /// <summary>@p0 key.</summary>
    internal string ClearFailures { get; }

    /// <summary>@p0 job, @p1 owner, @p2 until, @p3 now.</summary>
    internal string TakeLease { get; }

    internal DeviceStatements Devices { get; }

    internal PruneStatements Prune { get; }

    internal static Statements Of(DbContext db) => Cache.GetValue(db.Model, _ => new(db));

    /// <summary>A text in which a pattern's signs stand for themselves.</summary>
    internal static string Literally(string text) =>
        text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);

    private string ConsentKey => _consents.List([nameof(ConsentRow.Subject), nameof(ConsentRow.ClientId), nameof(ConsentRow.Issuer)]);

    // A node whose clock lags must not revive what another one ended.
    private string LatestWithdrawal
    {
        get
        {
            var column = _consents[nameof(ConsentRow.WithdrawnAt)];
            return $"{column} = CASE WHEN {_consents.Name}.{column} > excluded.{column} THEN {_consents.Name}.{column} ELSE excluded.{column} END";
        }
    }

    private string ConsentColumns => $"{ConsentKey}, {_consents.List([nameof(ConsentRow.Scope), nameof(ConsentRow.GrantedAt), nameof(ConsentRow.WithdrawnAt)])}";

    private TableMap<TRow> Map<TRow>() where TRow : class => (_access as TableMap<TRow>) ?? (_credentials as TableMap<TRow>)!;

    // Its parameters begin at an index. Repeated after a broken connection, it does nothing the second time.
    private string Insert<TRow>(Column<TRow>[] columns, int first) where TRow : class
    {
        var map = Map<TRow>();
        return $"INSERT INTO {map.Name} ({map.List(Names(columns))}) VALUES ({Parameters(columns.Length, first)}) ON CONFLICT ({map[nameof(AuthorizationColumns.Hash)]}) DO NOTHING";
    }

    // The same, if the credential @p0 was consumed by @p2.
    private string InsertIfConsumed<TRow>(Column<TRow>[] columns, int first) where TRow : class
    {
        var map = Map<TRow>();
        return $"INSERT INTO {map.Name} ({map.List(Names(columns))}) SELECT {Parameters(columns.Length, first)} " +
            $"WHERE EXISTS (SELECT 1 FROM {_credentials.Name} WHERE {_credentials[nameof(CredentialRow.Hash)]} = @p0 AND {_credentials[nameof(CredentialRow.ConsumedBy)]} = @p2) " +
            $"ON CONFLICT ({map[nameof(AuthorizationColumns.Hash)]}) DO NOTHING";
    }

    private string ConsumeText()
    {
        string Column(string property) => _credentials[property];
        return $"UPDATE {_credentials.Name} SET {Column(nameof(CredentialRow.ConsumedAt))} = @p1, {Column(nameof(CredentialRow.ConsumedBy))} = @p2, " +
            $"{Column(nameof(CredentialRow.ReplayUntil))} = @p3, {Column(nameof(CredentialRow.SealedResponse))} = @p4, " +
            // A consumed refresh token is recognised until its authorization ends, a code until it expires.
            $"{Column(nameof(CredentialRow.PruneAt))} = CASE WHEN {Column(nameof(CredentialRow.Kind))} = '{CredentialRow.Refresh}' THEN {Column(nameof(CredentialRow.EndsAt))} ELSE {Column(nameof(CredentialRow.PruneAt))} END " +
            $"WHERE {Column(nameof(CredentialRow.Hash))} = @p0 AND ({Column(nameof(CredentialRow.ConsumedAt))} IS NULL OR {Column(nameof(CredentialRow.ConsumedBy))} = @p2) AND {Lives(_credentials, _credentials.Name)}";
    }

    private string RevokeText() =>
        $"INSERT INTO {_revocations.Name} ({_revocations.List([nameof(RevocationRow.AuthorizationId), nameof(RevocationRow.PruneAt)])}) " +
        $"VALUES (@p0, @p1) ON CONFLICT ({_revocations[nameof(RevocationRow.AuthorizationId)]}) DO NOTHING";

    // Every look-up honours tombstones and withdrawn consents, so that what is saved late is dead, too.
    private string Lives(ITableMap map, string row, string? ownId = null) =>
        $"NOT EXISTS (SELECT 1 FROM {_revocations.Name} r WHERE r.{_revocations[nameof(RevocationRow.AuthorizationId)]} IN ({row}.{map[nameof(AuthorizationColumns.AuthorizationId)]}{(ownId is null ? "" : $", {row}.{map[ownId]}")})) " +
        $"AND NOT EXISTS (SELECT 1 FROM {_consents.Name} c WHERE c.{_consents[nameof(ConsentRow.Subject)]} = {row}.{map[nameof(AuthorizationColumns.Subject)]} " +
        $"AND c.{_consents[nameof(ConsentRow.ClientId)]} = {row}.{map[nameof(AuthorizationColumns.ClientId)]} AND c.{_consents[nameof(ConsentRow.Issuer)]} = {row}.{map[nameof(AuthorizationColumns.Issuer)]} " +
        $"AND c.{_consents[nameof(ConsentRow.WithdrawnAt)]} >= {row}.{map[nameof(AuthorizationColumns.GrantedAt)]})";

    private static string LeaseText(TableMap<LeaseRow> leases)
    {
        var (name, owner, until) = (leases[nameof(LeaseRow.Name)], leases[nameof(LeaseRow.Owner)], leases[nameof(LeaseRow.Until)]);
        return $"INSERT INTO {leases.Name} AS l ({name}, {owner}, {until}) VALUES (@p0, @p1, @p2) ON CONFLICT ({name}) DO UPDATE SET {owner} = excluded.{owner}, {until} = excluded.{until} WHERE l.{until} <= @p3 OR l.{owner} = excluded.{owner}";
    }

    private static string AddFailureText(TableMap<AttemptRow> attempts)
    {
        var (key, failures, forget) = (attempts[nameof(AttemptRow.Key)], attempts[nameof(AttemptRow.Failures)], attempts[nameof(AttemptRow.ForgetAt)]);
        return $"INSERT INTO {attempts.Name} AS a ({key}, {failures}, {forget}) VALUES (@p0, 1, @p2) " +
            $"ON CONFLICT ({key}) DO UPDATE SET {failures} = CASE WHEN a.{forget} <= @p1 THEN 1 ELSE a.{failures} + 1 END, {forget} = excluded.{forget} RETURNING {failures}";
    }

    private string Excluded(string property) => $"{_consents[property]} = excluded.{_consents[property]}";

    internal static string Parameters(int count, int first) => string.Join(", ", Enumerable.Range(first, count).Select(i => $"@p{i}"));

    internal static IEnumerable<string> Names<TRow>(Column<TRow>[] columns) => columns.Select(c => c.Property);
}
