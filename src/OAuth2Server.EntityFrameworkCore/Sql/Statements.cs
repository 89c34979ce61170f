using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The SQL for one DbContext's mapping, in the words that SQLite and PostgreSQL share: a file per table in <c>Sql/Tables</c>,
/// and here what several tables do together.</summary>
/// <remarks>It is written by hand because change tracking and query compilation cost more than these statements do.</remarks>
internal sealed class Statements
{
    private static readonly ConditionalWeakTable<IModel, Statements> Cache = [];

    private Statements(DbContext db)
    {
        var (access, credentials) = (new TableMap<AccessTokenRow>(db), new TableMap<CredentialRow>(db));
        var (revocations, consents) = (new TableMap<RevocationRow>(db), new TableMap<ConsentRow>(db));
        var active = new ActiveFamilies(revocations, consents);
        Clients = new(new(db));
        Registrations = new(new(db));
        AccessTokens = new(access, active);
        Credentials = new(credentials, active);
        DeviceCodes = new(credentials, active);
        Revocations = new(revocations, access, credentials);
        Consents = new(consents, Credentials, Revocations);
        var (sessions, sessionClients) = (new TableMap<SessionRow>(db), new TableMap<SessionClientRow>(db));
        Sessions = new(sessions, sessionClients);
        SessionClients = new(sessionClients, sessions);
        LiveAuthorizations = new(access, credentials, active);
        Attempts = new(new(db));
        Leases = new(new(db));
        SigningKeys = new(new(db));
        PushedRequests = new(new(db));
        Replays = new(new(db));
        PruneInOrder = PruningIn(new CredentialPruning(credentials, revocations));
        SaveBothTokens = Statement.Write(
            [AccessTokens.InsertText, Credentials.InsertRefreshText],
            [.. AccessTokens.Parameters, .. Credentials.RefreshParameters]);
        ExchangeForAccessToken = Exchange([], []);
        ExchangeForBothTokens = Exchange([Credentials.InsertSuccessorText], Credentials.RefreshParameters);
        RotateForAccessToken = Exchange([Credentials.ClearText], Credentials.ClearParameters);
        RotateForBothTokens = Exchange(
            [Credentials.InsertSuccessorText, Credentials.ClearText],
            [.. Credentials.RefreshParameters, .. Credentials.ClearParameters]);
    }

    private IReadOnlyList<Statement> PruningIn(CredentialPruning pruning) =>
    [
        pruning.Answers,
        AccessTokens.Prune,
        pruning.IdleFamilies,
        pruning.Expired,
        pruning.Revoked,
        Revocations.Prune,
        Attempts.Prune,
        Sessions.Prune,
        SessionClients.Prune,
        PushedRequests.Prune,
        Replays.Prune,
        Clients.Prune,
    ];

    internal Clients Clients { get; }

    internal Registrations Registrations { get; }

    internal AccessTokens AccessTokens { get; }

    internal Credentials Credentials { get; }

    internal DeviceCodes DeviceCodes { get; }

    internal Revocations Revocations { get; }

    internal Consents Consents { get; }

    internal Sessions Sessions { get; }

    internal SessionClients SessionClients { get; }

    internal LiveAuthorizations LiveAuthorizations { get; }

    internal Attempts Attempts { get; }

    internal Leases Leases { get; }

    internal SigningKeyStatements SigningKeys { get; }

    internal PushedRequests PushedRequests { get; }

    internal Replays Replays { get; }

    /// <summary>What pruning removes, in an order in which no revoked token becomes usable: a tombstone goes after its family.</summary>
    internal IReadOnlyList<Statement> PruneInOrder { get; }

    /// <summary>An access token and its refresh token.</summary>
    internal Statement SaveBothTokens { get; }

    /// <summary>A code or device code is consumed and, if this caller did it, the access token is saved.</summary>
    internal Statement ExchangeForAccessToken { get; }

    /// <summary>The same with a refresh token.</summary>
    internal Statement ExchangeForBothTokens { get; }

    /// <summary>A refresh token is consumed and, if this caller did it, the access token is saved and the family's other sealed answers
    /// are removed.</summary>
    internal Statement RotateForAccessToken { get; }

    /// <summary>The same with a refresh token.</summary>
    internal Statement RotateForBothTokens { get; }

    internal static Statements Of(DbContext db) => Cache.GetValue(db.Model, _ => new(db));

    private Statement Exchange(string[] further, string[] parameters) => Statement.Write(
        [Credentials.ConsumeText, AccessTokens.InsertIf(Credentials.IsConsumed), .. further],
        [.. Credentials.ConsumeParameters, .. AccessTokens.Parameters, .. parameters]);
}
