using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace OAuth2Server.AspNetCore;

/// <summary>Lets each ticket be answered once: on all nodes together where the model is an <see cref="IAttemptModel"/>, on this node
/// otherwise.</summary>
internal sealed class UsedTickets(TimeProvider clock)
{
    // The model counts attempts by kind; this number is of no kind of attempt.
    private const string Kind = "0a";

    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private long _clearedAt;

    /// <summary>Uses a ticket.</summary>
    /// <param name="ticket">A ticket that was opened.</param>
    /// <param name="lifetime">For how long a ticket can be opened.</param>
    /// <param name="store">Counts for all nodes; null counts on this node.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>False when it was used before.</returns>
    internal async ValueTask<bool> UseAsync(string ticket, TimeSpan lifetime, IAttemptModel? store, CancellationToken ct)
    {
        // The bytes are authenticated; several texts can have the same bytes.
        var hash = SHA256.HashData(WebEncoders.Base64UrlDecode(ticket));
        var key = Kind + Convert.ToHexStringLower(hash.AsSpan(..25));
        var (now, until) = (clock.GetUtcNow(), clock.GetUtcNow() + lifetime);
        if (store is not null) return await store.AddFailureAsync(key, now, until, ct) == 1;
        Forget(now);
        return _used.TryAdd(key, until);
    }

    // Once a minute, so that a use does not cost a walk over all of them.
    private void Forget(DateTimeOffset now)
    {
        var cleared = Interlocked.Read(ref _clearedAt);
        if (now.UtcTicks - cleared < TimeSpan.TicksPerMinute) return;
        if (Interlocked.CompareExchange(ref _clearedAt, now.UtcTicks, cleared) != cleared) return;
        foreach (var (key, until) in _used)
        {
            if (until <= now) _used.TryRemove(key, out _);
        }
    }
}
