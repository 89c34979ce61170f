namespace OAuth2Server;

/// <summary>Your ear: it is told what the server did, for an audit log, an alarm, a mail to the user. Register any number of them.</summary>
/// <remarks>
/// Each is told in the order of registration, one after the other, after the thing has happened and before the client is answered: be quick, or put the event into a queue.
/// What it throws is logged and changes nothing. A client that hangs up does not cancel it: what happened is told all the same.
/// </remarks>
public interface IOAuthEvents
{
    /// <summary>Tells one event.</summary>
    /// <param name="e">What happened: ids and names, never a secret.</param>
    ValueTask OnAsync(OAuthEvent e);
}
