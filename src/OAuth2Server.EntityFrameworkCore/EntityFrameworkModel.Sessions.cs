using System.Net;

namespace OAuth2Server.EntityFrameworkCore;

/// <content>Sessions.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public async ValueTask SaveSessionAsync(Session session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        var insert = _store.Sql.Sessions.Insert;
        var changed = await _store.ExecuteAsync(insert, ArgumentsOf(insert).Add(SessionRow.Of(session), SessionRow.Shape), ct);
        if (changed[0] > 0) return;
        // No owner: a repetition, after the session was renewed.
        var owner = await _store.FindTextAsync(_store.Sql.Sessions.Owner, new Arguments(1).Add(session.Hash.ToByteArray()), ct);
        if (owner is not null && owner != session.Id)
            throw new InvalidOperationException("A session with this text exists already: the caller repeats its random texts.");
    }

    /// <inheritdoc/>
    public async ValueTask<Session?> GetSessionAsync(Secret session, DateTimeOffset now, CancellationToken ct)
    {
        var arguments = new Arguments(2).Add(session.Hash.ToByteArray()).Add(now.UtcTicks);
        var row = await _store.FindAsync(_store.Sql.Sessions.Find, SessionRow.Shape, arguments, ct);
        return Readable(row, static (_, r) => r.ToSession(), "sessions", r => r.Id);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Session>> GetSessionsAsync(string subject, DateTimeOffset now, int atMost, CancellationToken ct)
    {
        var arguments = new Arguments(3).Add(subject).Add(now.UtcTicks).Add((long)atMost);
        var rows = await _store.ListAsync(_store.Sql.Sessions.List, SessionRow.Shape, arguments, ct);
        return [.. rows.Select(row => Readable(row, static (_, r) => r.ToSession(), "sessions", r => r.Id)).OfType<Session>()];
    }

    /// <inheritdoc/>
    public async ValueTask RecordSessionSeenAsync(Session session, DateTimeOffset now, IPAddress? remoteAddress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        var arguments = new Arguments(3).Add(session.Hash.ToByteArray()).Add(now.UtcTicks).Add(remoteAddress?.ToString());
        await _store.ExecuteAsync(_store.Sql.Sessions.RecordSeen, arguments, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RenewSessionAsync(Session before, Session renewed, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(renewed);
        if (before.Id != renewed.Id || before.Subject != renewed.Subject) return false;
        var renew = _store.Sql.Sessions.Renew;
        var arguments = ArgumentsOf(renew).Add(before.Hash.ToByteArray()).Add(now.UtcTicks)
            .Add(SessionRow.Of(renewed), SessionRow.Shape);
        return (await _store.ExecuteAsync(renew, arguments, ct))[0] > 0;
    }

    /// <inheritdoc/>
    /// <remarks>False, too, when the connection broke after the commit and the repetition found the session ended by this call.</remarks>
    public async ValueTask<bool> EndSessionAsync(string subject, string id, CancellationToken ct) =>
        (await _store.ExecuteAsync(_store.Sql.Sessions.End, new Arguments(3).Add(subject).Add(id).Add(true), ct))[0] > 0;

    /// <inheritdoc/>
    /// <remarks>After a broken connection the number may be too small: a repetition does not count what the first call ended.</remarks>
    public async ValueTask<int> EndSessionsAsync(string subject, string? exceptId, CancellationToken ct) =>
        (await _store.ExecuteAsync(_store.Sql.Sessions.EndAll, new Arguments(3).Add(subject).Add(exceptId ?? "").Add(true), ct))[0];
}
