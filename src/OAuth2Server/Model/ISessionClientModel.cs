namespace OAuth2Server;

/// <summary>Optional: a model that keeps which clients signed a user in in a session, and that is the queue of what must be done at them
/// when the session ends (OpenID Connect Back-Channel Logout 1.0).</summary>
/// <remarks>
/// <see cref="ISessionModel.EndSessionAsync"/> and <see cref="ISessionModel.EndSessionsAsync"/> make the records of the sessions that they
/// end due immediately, in the same transaction: what ended a session is never lost. The expiry of a session makes no record due: no user
/// signed out. A record is removed by pruning one week after the expiry that its session had when it was saved, unless the session is
/// still there.
/// </remarks>
public interface ISessionClientModel : ISessionModel
{
    /// <summary>Saves that a client signed the user of a session in.</summary>
    /// <param name="client">The record, with <see cref="SessionClient.Attempts"/> 0 and <see cref="SessionClient.DueAt"/> null. There is
    /// one for each session, client and issuer.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>True when it is saved, also by an earlier call, which this one does not change; false when the user has no such
    /// session.</returns>
    /// <remarks>A record of a session that was ended already is due immediately, also when the session is ended at the same moment: the
    /// client redeemed its code while the user signed out.</remarks>
    ValueTask<bool> SaveSessionClientAsync(SessionClient client, DateTimeOffset now, CancellationToken ct);

    /// <summary>Finds the records of one session, in the order of their clients.</summary>
    /// <param name="subject">The user.</param>
    /// <param name="sessionId">The session: <see cref="Session.Id"/>.</param>
    /// <param name="ct">Stops the work.</param>
    ValueTask<IReadOnlyList<SessionClient>> GetSessionClientsAsync(string subject, string sessionId, CancellationToken ct);

    /// <summary>Takes records that are due from the queue, those that have been due for the longest time first, in one step: of several
    /// nodes that take at the same moment one gets a record.</summary>
    /// <param name="now">The time, UTC: records that are due at this time are taken.</param>
    /// <param name="until">When they are due again, unless they are postponed or removed: what a node that stops took is not lost.</param>
    /// <param name="atMost">The largest number of records to take.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The records as they are now: <see cref="SessionClient.DueAt"/> is <paramref name="until"/>, and
    /// <see cref="SessionClient.Attempts"/> is one more than before.</returns>
    ValueTask<IReadOnlyList<SessionClient>> TakeSessionClientsAsync(
        DateTimeOffset now, DateTimeOffset until, int atMost, CancellationToken ct);

    /// <summary>Puts a record that was taken back into the queue.</summary>
    /// <param name="taken">The record as it was taken.</param>
    /// <param name="dueAt">From when on it may be taken again, UTC.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>True when it was put back; false when it was taken again meanwhile or removed: then nothing changed.</returns>
    ValueTask<bool> PostponeSessionClientAsync(SessionClient taken, DateTimeOffset dueAt, CancellationToken ct);

    /// <summary>Removes a record that was taken: everything is done. It is no error when it is not there.</summary>
    /// <param name="taken">The record as it was taken.</param>
    /// <param name="ct">Stops the work.</param>
    ValueTask RemoveSessionClientAsync(SessionClient taken, CancellationToken ct);
}
