using System.Collections.Concurrent;
using System.Net;

namespace OAuth2Server.Testing.Tests;

/// <summary>Ends a session by its id alone, also that of another user.</summary>
internal sealed class EndsSessionsOfAnyUser(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<string, string> _subjects = new();

    public override ValueTask SaveSessionAsync(Session session, CancellationToken ct)
    {
        _subjects[session.Id] = session.Subject;
        return base.SaveSessionAsync(session, ct);
    }

    public override ValueTask<bool> EndSessionAsync(string subject, string id, CancellationToken ct) =>
        base.EndSessionAsync(_subjects.GetValueOrDefault(id, subject), id, ct);
}

/// <summary>Finds a session until it is pruned.</summary>
internal sealed class FindsExpiredSessions(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask<Session?> GetSessionAsync(Secret session, DateTimeOffset now, CancellationToken ct) =>
        base.GetSessionAsync(session, now.AddMinutes(-1), ct);
}

/// <summary>Writes a session that was seen as a whole: a session that was ended meanwhile is there again.</summary>
internal sealed class SeesEndedSessions(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<string, Session> _seen = new();

    public override ValueTask RecordSessionSeenAsync(Session session, DateTimeOffset now, IPAddress? remoteAddress, CancellationToken ct)
    {
        _seen[session.Id] = session;
        return base.RecordSessionSeenAsync(session, now, remoteAddress, ct);
    }

    public override async ValueTask<Session?> GetSessionAsync(Secret session, DateTimeOffset now, CancellationToken ct) =>
        await base.GetSessionAsync(session, now, ct)
        ?? _seen.Values.FirstOrDefault(seen => seen.Hash.Equals(session.Hash) && now < seen.ExpiresAt);
}

/// <summary>Ends the excepted session, too.</summary>
internal sealed class EndsTheExceptedSession(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask<int> EndSessionsAsync(string subject, string? exceptId, CancellationToken ct) =>
        base.EndSessionsAsync(subject, null, ct);
}

/// <summary>Lists the authorizations of every issuer.</summary>
internal sealed class ListsEveryIssuer(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<IReadOnlyList<LiveAuthorization>> GetAuthorizationsAsync(
        string issuer, string subject, DateTimeOffset now, int atMost, CancellationToken ct)
    {
        var (own, other) = (await base.GetAuthorizationsAsync(issuer, subject, now, atMost, ct),
            await base.GetAuthorizationsAsync(issuer + "/", subject, now, atMost, ct));
        return [.. own.Concat(other).OrderByDescending(live => live.Authorization.GrantedAt).Take(atMost)];
    }
}

/// <summary>Lists what ended long ago.</summary>
internal sealed class ListsWhatExpired(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask<IReadOnlyList<LiveAuthorization>> GetAuthorizationsAsync(
        string issuer, string subject, DateTimeOffset now, int atMost, CancellationToken ct) =>
        base.GetAuthorizationsAsync(issuer, subject, now.AddMinutes(-1), atMost, ct);
}

/// <summary>Does not know the last use.</summary>
internal sealed class ForgetsTheLastUse(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<IReadOnlyList<LiveAuthorization>> GetAuthorizationsAsync(
        string issuer, string subject, DateTimeOffset now, int atMost, CancellationToken ct) =>
        [.. (await base.GetAuthorizationsAsync(issuer, subject, now, atMost, ct)).Select(live => live with { LastUsedAt = null })];
}
