using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server.Jwt;

/// <summary>A cache with a bound: when half of it is filled, what was not used since it was filled before is forgotten.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="capacity">The number of entries.</param>
internal sealed class BoundedCache<T>(int capacity) where T : class
{
    private readonly Lock _lock = new();
    private ConcurrentDictionary<SecretHash, T> _recent = new();
    private ConcurrentDictionary<SecretHash, T> _earlier = new();

    // The count of a concurrent dictionary takes all its locks.
    private int _count;

    internal bool TryGet(SecretHash key, [NotNullWhen(true)] out T? value)
    {
        if (_recent.TryGetValue(key, out value)) return true;
        if (!_earlier.TryGetValue(key, out value)) return false;
        Set(key, value);
        return true;
    }

    internal void Set(SecretHash key, T value)
    {
        lock (_lock)
        {
            if (_count >= capacity / 2) (_recent, _earlier, _count) = (new(), _recent, 0);
            if (_recent.TryAdd(key, value)) _count++;
            else _recent[key] = value;
        }
    }
}
