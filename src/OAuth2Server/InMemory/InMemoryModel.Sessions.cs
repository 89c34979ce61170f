using System.Net;

namespace OAuth2Server;

/// <content>Sessions.</content>
public partial class InMemoryModel : ISessionClientModel
{
    private readonly SessionTable _sessions = new();

    /// <inheritdoc/>
    public ValueTask SaveSessionAsync(Session session, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        _sessions.Add(session, _clock.GetUtcNow());
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<Session?> GetSessionAsync(Secret session, DateTimeOffset now, CancellationToken ct) =>
        new(_sessions.Find(session.Hash, now));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Session>> GetSessionsAsync(string subject, DateTimeOffset now, int atMost, CancellationToken ct) =>
        new(_sessions.Of(subject, now, atMost));

    /// <inheritdoc/>
    public ValueTask RecordSessionSeenAsync(Session session, DateTimeOffset now, IPAddress? remoteAddress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        _sessions.See(session.Hash, now, remoteAddress);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RenewSessionAsync(Session before, Session renewed, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(renewed);
        return new(_sessions.Renew(before, renewed, now));
    }

    /// <inheritdoc/>
    public ValueTask<bool> EndSessionAsync(string subject, string id, CancellationToken ct) =>
        new(_sessions.End(session => session.Subject == subject && session.Id == id) > 0);

    /// <inheritdoc/>
    public ValueTask<int> EndSessionsAsync(string subject, string? exceptId, CancellationToken ct) =>
        new(_sessions.End(session => session.Subject == subject && session.Id != exceptId));

    /// <inheritdoc/>
    public ValueTask<bool> SaveSessionClientAsync(SessionClient client, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new(_sessions.AddClient(client));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SessionClient>> GetSessionClientsAsync(string subject, string sessionId, CancellationToken ct) =>
        new(_sessions.OfClients(clients => clients.Of(subject, sessionId)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SessionClient>> TakeSessionClientsAsync(
        DateTimeOffset now, DateTimeOffset until, int atMost, CancellationToken ct) =>
        new(_sessions.OfClients(clients => clients.Take(now, until, atMost)));

    /// <inheritdoc/>
    public ValueTask<bool> PostponeSessionClientAsync(SessionClient taken, DateTimeOffset dueAt, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(taken);
        return new(_sessions.OfClients(clients => clients.Postpone(taken, dueAt)));
    }

    /// <inheritdoc/>
    public ValueTask RemoveSessionClientAsync(SessionClient taken, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(taken);
        _sessions.OfClients(clients => clients.Remove(taken));
        return default;
    }
}
