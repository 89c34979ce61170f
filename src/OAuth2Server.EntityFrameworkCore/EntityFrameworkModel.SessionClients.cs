namespace OAuth2Server.EntityFrameworkCore;

/// <content>The clients of sessions.</content>
public partial class EntityFrameworkModel<TContext>
{
    private const long KeptAfterExpiry = 7 * TimeSpan.TicksPerDay;

    /// <inheritdoc/>
    public async ValueTask<bool> SaveSessionClientAsync(SessionClient client, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        var changed = await _store.ExecuteAsync(_store.Sql.SessionClients.Save, KeyOf(client).Add(client.Subject).Add(KeptAfterExpiry), ct);
        return changed[1] > 0
            || (await GetSessionClientsAsync(client.Subject, client.SessionId, ct)).Any(
                held => held.ClientId == client.ClientId && held.Issuer == client.Issuer);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SessionClient>> GetSessionClientsAsync(string subject, string sessionId, CancellationToken ct)
    {
        var arguments = new Arguments(2).Add(sessionId).Add(subject);
        var rows = await _store.ListAsync(_store.Sql.SessionClients.Find, SessionClientRow.Shape, arguments, ct);
        return [.. Readable(rows).OrderBy(client => client.ClientId, StringComparer.Ordinal)
            .ThenBy(client => client.Issuer, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    /// <remarks>After a broken connection the records that it took are due again at <paramref name="until"/>.</remarks>
    public async ValueTask<IReadOnlyList<SessionClient>> TakeSessionClientsAsync(
        DateTimeOffset now, DateTimeOffset until, int atMost, CancellationToken ct)
    {
        var arguments = new Arguments(3).Add(now.UtcTicks).Add(until.UtcTicks).Add((long)atMost);
        return [.. Readable(await _store.ListAsync(_store.Sql.SessionClients.Take, SessionClientRow.Shape, arguments, ct))];
    }

    /// <inheritdoc/>
    public async ValueTask<bool> PostponeSessionClientAsync(SessionClient taken, DateTimeOffset dueAt, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(taken);
        var arguments = KeyOf(taken).Add((long)taken.Attempts).Add(dueAt.UtcTicks);
        return (await _store.ExecuteAsync(_store.Sql.SessionClients.Postpone, arguments, ct))[0] > 0;
    }

    /// <inheritdoc/>
    public async ValueTask RemoveSessionClientAsync(SessionClient taken, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(taken);
        await _store.ExecuteAsync(_store.Sql.SessionClients.Remove, KeyOf(taken), ct);
    }

    private static Arguments KeyOf(SessionClient client) =>
        new Arguments(5).Add(client.SessionId).Add(client.ClientId).Add(client.Issuer);

    private IEnumerable<SessionClient> Readable(List<SessionClientRow> rows) => rows
        .Select(row => Readable(row, static (_, r) => r.ToSessionClient(), "session clients", r => $"{r.SessionId} {r.ClientId}"))
        .OfType<SessionClient>();
}
