using System.Collections.Concurrent;
using System.Diagnostics;

namespace OAuth2Server.Testing.Tests;

/// <summary>Ends the session and saves a new one: what ends the session at the same moment misses the new one.</summary>
internal sealed class RenewsInTwoSteps(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, Session> _renewed = new();
    private readonly ConcurrentDictionary<string, bool> _ended = new();

    public override async ValueTask<bool> EndSessionAsync(string subject, string id, CancellationToken ct)
    {
        var isEnded = await base.EndSessionAsync(subject, id, ct);
        _ended[id] = true;
        return isEnded;
    }

    public override async ValueTask<bool> RenewSessionAsync(Session before, Session renewed, DateTimeOffset now, CancellationToken ct)
    {
        var isOpen = (await base.GetSessionsAsync(before.Subject, now, 1000, ct)).Any(
            open => open.Id == before.Id && (open.Hash.Equals(before.Hash) || open.Hash.Equals(renewed.Hash)));
        if (!isOpen) return false;
        // On a busy machine callers that start together may still come one after the other: this one waits a little for the end.
        var watch = Stopwatch.StartNew();
        while (!_ended.ContainsKey(before.Id) && watch.ElapsedMilliseconds < 30) await Task.Yield();
        if (!await base.RenewSessionAsync(before, renewed, now, ct)) _renewed[renewed.Hash] = renewed;
        return true;
    }

    public override async ValueTask<Session?> GetSessionAsync(Secret session, DateTimeOffset now, CancellationToken ct) =>
        await base.GetSessionAsync(session, now, ct)
        ?? (_renewed.TryGetValue(session.Hash, out var renewed) && now < renewed.ExpiresAt ? renewed : null);
}

/// <summary>Renews a session that was ended.</summary>
internal sealed class RenewsEndedSessions(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, Session> _renewed = new();

    public override async ValueTask<bool> RenewSessionAsync(Session before, Session renewed, DateTimeOffset now, CancellationToken ct)
    {
        if (!await base.RenewSessionAsync(before, renewed, now, ct)) _renewed[renewed.Hash] = renewed;
        return true;
    }

    public override async ValueTask<Session?> GetSessionAsync(Secret session, DateTimeOffset now, CancellationToken ct) =>
        await base.GetSessionAsync(session, now, ct)
        ?? (_renewed.TryGetValue(session.Hash, out var renewed) && now < renewed.ExpiresAt ? renewed : null);
}

/// <summary>Lets the old text open the renewed session.</summary>
internal sealed class KeepsTheOldText(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, Session> _old = new();

    public override async ValueTask<bool> RenewSessionAsync(Session before, Session renewed, DateTimeOffset now, CancellationToken ct)
    {
        var isRenewed = await base.RenewSessionAsync(before, renewed, now, ct);
        if (isRenewed) _old[before.Hash] = before;
        return isRenewed;
    }

    public override async ValueTask<Session?> GetSessionAsync(Secret session, DateTimeOffset now, CancellationToken ct)
    {
        if (await base.GetSessionAsync(session, now, ct) is { } found) return found;
        return _old.TryGetValue(session.Hash, out var old)
            ? (await base.GetSessionsAsync(old.Subject, now, 1000, ct)).FirstOrDefault(open => open.Id == old.Id)
            : null;
    }
}

/// <summary>Makes no client due when all sessions of a user are ended.</summary>
internal sealed class EndsWithoutClients(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<string, bool> _withoutClients = new();

    public override async ValueTask<int> EndSessionsAsync(string subject, string? exceptId, CancellationToken ct)
    {
        foreach (var session in await base.GetSessionsAsync(subject, ModelContract.Start, 1000, ct))
            if (session.Id != exceptId) _withoutClients[session.Id] = true;
        return await base.EndSessionsAsync(subject, exceptId, ct);
    }

    public override async ValueTask<IReadOnlyList<SessionClient>> TakeSessionClientsAsync(
        DateTimeOffset now, DateTimeOffset until, int atMost, CancellationToken ct) =>
        [.. (await base.TakeSessionClientsAsync(now, until, atMost, ct)).Where(taken => !_withoutClients.ContainsKey(taken.SessionId))];
}

/// <summary>Reads what is due and takes it afterwards: two nodes take the same.</summary>
internal sealed class TakesTwice(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<(string, string), SessionClient> _due = new();

    public override async ValueTask<IReadOnlyList<SessionClient>> TakeSessionClientsAsync(
        DateTimeOffset now, DateTimeOffset until, int atMost, CancellationToken ct)
    {
        var taken = await base.TakeSessionClientsAsync(now, until, atMost, ct);
        foreach (var client in taken) _due[(client.SessionId, client.ClientId)] = client;
        await Task.Delay(1, ct);
        if (taken.Count == 0) return [.. _due.Values.Take(atMost)];
        foreach (var client in taken) _due.TryRemove((client.SessionId, client.ClientId), out _);
        return taken;
    }
}

/// <summary>Loses what a node took and did not finish.</summary>
internal sealed class LosesWhatWasTaken(InMemoryModel inner) : RightModel(inner)
{
    public override ValueTask<IReadOnlyList<SessionClient>> TakeSessionClientsAsync(
        DateTimeOffset now, DateTimeOffset until, int atMost, CancellationToken ct) =>
        base.TakeSessionClientsAsync(now, until.AddYears(1), atMost, ct);
}

/// <summary>Puts a record back that another caller has.</summary>
internal sealed class PostponesWhatOthersHave(InMemoryModel inner) : RightModel(inner)
{
    public override async ValueTask<bool> PostponeSessionClientAsync(SessionClient taken, DateTimeOffset dueAt, CancellationToken ct)
    {
        var held = (await base.GetSessionClientsAsync(taken.Subject, taken.SessionId, ct)).FirstOrDefault(
            client => client.ClientId == taken.ClientId && client.Issuer == taken.Issuer);
        return held is not null && await base.PostponeSessionClientAsync(held, dueAt, ct);
    }
}

/// <summary>Saves a client for a session of another user.</summary>
internal sealed class SavesClientsOfAnyUser(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<string, string> _subjects = new();

    public override ValueTask SaveSessionAsync(Session session, CancellationToken ct)
    {
        _subjects[session.Id] = session.Subject;
        return base.SaveSessionAsync(session, ct);
    }

    public override ValueTask<bool> SaveSessionClientAsync(SessionClient client, DateTimeOffset now, CancellationToken ct) =>
        base.SaveSessionClientAsync(
            client with { Subject = _subjects.GetValueOrDefault(client.SessionId, client.Subject) }, now, ct);
}
