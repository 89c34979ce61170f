using System.Threading.Channels;
using OAuth2Server;

namespace Snippets;

// snippet: alarms
/// <summary>Puts the events that an operator must check into a queue.</summary>
public sealed class Alarms(Channel<OAuthEvent> queue) : IOAuthEvents
{
    public ValueTask OnAsync(OAuthEvent e)
    {
        if (e is OAuthEvent.AuthorizationRevoked) queue.Writer.TryWrite(e);
        return default;
    }
}
// end-snippet
