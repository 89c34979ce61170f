namespace OAuth2Server;

/// <summary>Called for each event: for an audit log, an alarm, a mail to the user. Register any number of them.</summary>
/// <remarks>
/// The handlers are called in the order of registration, one after the other, after the event has happened and before the client gets its
/// answer: return quickly, or put the event into a queue.
/// An exception of a handler is logged and changes nothing. A client that closes the connection does not cancel the call.
/// </remarks>
public interface IOAuthEvents
{
    /// <summary>Handles one event.</summary>
    /// <param name="e">What happened: ids and names, never a secret.</param>
    ValueTask OnAsync(OAuthEvent e);
}
