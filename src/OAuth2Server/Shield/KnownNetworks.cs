namespace OAuth2Server;

/// <summary>The networks in which an account has signed in at this node. Thread-safe and bounded.</summary>
internal sealed class KnownNetworks(TimeProvider clock, int capacity)
{
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private readonly FailureTable<AttemptKey> _signedIn = new(capacity);

    internal void Remember(AttemptKey key)
    {
        lock (_gate) _signedIn.Add(key, clock.GetUtcNow(), clock.GetUtcNow() + Memory);
    }

    internal bool Holds(AttemptKey key)
    {
        lock (_gate) return _signedIn.Find(key, clock.GetUtcNow()) is not null;
    }
}
