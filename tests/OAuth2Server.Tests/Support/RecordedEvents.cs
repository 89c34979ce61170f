using System.Collections.Concurrent;
using System.Reflection;

namespace OAuth2Server.Tests.Support;

/// <summary>Keeps every event that it receives.</summary>
public sealed class RecordedEvents : IOAuthEvents
{
    private readonly ConcurrentQueue<OAuthEvent> _all = new();

    public IReadOnlyCollection<OAuthEvent> All => _all;

    /// <summary>The names of the events, in order, and forgets them.</summary>
    public string Take()
    {
        var names = string.Join(" > ", _all.Select(e => e.GetType().Name));
        _all.Clear();
        return names;
    }

    /// <summary>Every member of every event, as text.</summary>
    public IEnumerable<string> Texts() =>
        _all.SelectMany(e => e.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(p => $"{p.GetValue(e)}")
            .Append(e.ToString()));

    public ValueTask OnAsync(OAuthEvent e)
    {
        _all.Enqueue(e);
        return default;
    }
}
