using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server;

/// <summary>Tells an event to every handler. A page of yours that withdraws a consent raises its event here, too.</summary>
public sealed class EventSink
{
    private readonly IOAuthEvents[] _handlers;
    private readonly ILogger _log;

    /// <summary>Puts a sink together.</summary>
    /// <param name="handlers">Who is told, in this order; null for nobody.</param>
    /// <param name="logger">Where it is said that a handler threw; null keeps silent.</param>
    public EventSink(IEnumerable<IOAuthEvents>? handlers = null, ILogger? logger = null)
    {
        _handlers = handlers as IOAuthEvents[] ?? [.. handlers ?? []];
        _log = logger ?? NullLogger.Instance;
    }

    /// <summary>True when nobody listens: then there is no need to make an event.</summary>
    public bool IsEmpty => _handlers.Length == 0;

    /// <summary>Tells an event to each handler in turn; what one throws is logged, and the next is told.</summary>
    /// <param name="e">The event.</param>
    public async ValueTask TellAsync(OAuthEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        foreach (var handler in _handlers)
        {
            try
            {
                await handler.OnAsync(e);
            }
            catch (Exception thrown)
            {
                _log.EventLost(thrown, handler.GetType().Name, e);
            }
        }
    }
}
