using System.Net;

namespace OAuth2Server;

/// <content>Sessions.</content>
public partial class InMemoryModel : ISessionModel
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
    public ValueTask<bool> EndSessionAsync(string subject, string id, CancellationToken ct) =>
        new(_sessions.End(session => session.Subject == subject && session.Id == id) > 0);

    /// <inheritdoc/>
    public ValueTask<int> EndSessionsAsync(string subject, string? exceptId, CancellationToken ct) =>
        new(_sessions.End(session => session.Subject == subject && session.Id != exceptId));
}
