using System.Net;

namespace OAuth2Server;

/// <summary>Optional: a model that keeps the sessions of signed-in users, so that the end of a session takes effect at the next request
/// on every node. A cookie alone stays valid until it expires.</summary>
/// <remarks>The application that signs users in calls it; the endpoints do not. An ended session stays ended: no later call of another
/// function, also a repeated save, makes it valid again.</remarks>
public interface ISessionModel
{
    /// <summary>Saves a new session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="ct">Stops the work.</param>
    /// <remarks>A repetition, because the first answer was lost, changes nothing.</remarks>
    /// <exception cref="InvalidOperationException">Another session has the same <see cref="Session.Hash"/>.</exception>
    ValueTask SaveSessionAsync(Session session, CancellationToken ct);

    /// <summary>Finds a session by the text that the cookie has.</summary>
    /// <param name="session">The text. It is looked up by its hash.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The session; null when there is none, when it was ended, and from <see cref="Session.ExpiresAt"/> on.</returns>
    ValueTask<Session?> GetSessionAsync(Secret session, DateTimeOffset now, CancellationToken ct);

    /// <summary>Finds the sessions of a user that are neither ended nor expired, those that were seen last first.</summary>
    /// <param name="subject">The user.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="atMost">The largest number of sessions to return.</param>
    /// <param name="ct">Stops the work.</param>
    ValueTask<IReadOnlyList<Session>> GetSessionsAsync(string subject, DateTimeOffset now, int atMost, CancellationToken ct);

    /// <summary>Records that a request of a session was seen: sets <see cref="Session.LastSeenAt"/> and
    /// <see cref="Session.RemoteAddress"/>, unless a later time is recorded or the session was ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="remoteAddress">The address of the browser; null if it is not known.</param>
    /// <param name="ct">Stops the work.</param>
    /// <remarks>The caller decides how often: once a minute is enough for a list of sessions.</remarks>
    ValueTask RecordSessionSeenAsync(Session session, DateTimeOffset now, IPAddress? remoteAddress, CancellationToken ct);

    /// <summary>Replaces a session by one of the same user in the same browser, in one step: the user proved again who they are. It keeps
    /// its <see cref="Session.Id"/>, so that clients that signed the user in in it stay signed in; the old text opens nothing any
    /// more.</summary>
    /// <param name="before">The session as it was found.</param>
    /// <param name="renewed">The session from now on: the same <see cref="Session.Id"/> and <see cref="Session.Subject"/>, another
    /// <see cref="Session.Hash"/>, and every other member as given.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>True when it was replaced, also when this call repeats one whose answer was lost; false when the session was ended, has
    /// expired or was replaced by another call: then nothing changed, and the caller saves a new session.</returns>
    ValueTask<bool> RenewSessionAsync(Session before, Session renewed, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends one session of a user.</summary>
    /// <param name="subject">The user. A session of another user is not ended.</param>
    /// <param name="id">The session: <see cref="Session.Id"/>.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>True when this call ended it; false when the user has no such session or it was ended before.</returns>
    ValueTask<bool> EndSessionAsync(string subject, string id, CancellationToken ct);

    /// <summary>Ends all sessions of a user in one step.</summary>
    /// <param name="subject">The user.</param>
    /// <param name="exceptId">The session that stays: <see cref="Session.Id"/>; null ends all.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>How many sessions this call ended.</returns>
    ValueTask<int> EndSessionsAsync(string subject, string? exceptId, CancellationToken ct);
}
