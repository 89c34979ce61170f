namespace OAuth2Server;

/// <content>Clients that registered themselves.</content>
public partial class InMemoryModel : IClientRegistrationModel
{
    /// <summary>How many clients that got no token are held, and how many that are never removed for that.</summary>
    private const int MaxUnused = 10_000;

    // Changes of registrations are made inside it, so that each is one step.
    private readonly Lock _registering = new();
    private readonly PriorityQueue<string, long> _unused = new();
    private readonly Queue<string> _unlimited = new();

    /// <inheritdoc/>
    /// <remarks>Expired registrations are removed here too. Of more than 10,000 clients that got no token the oldest are removed; of more
    /// than 10,000 that have no <see cref="Client.UnusedUntil"/>, which tells whether a client got one, too.</remarks>
    public ValueTask SaveRegistrationAsync(ClientRegistration registration, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var client = registration.Client;
        lock (_registering)
        {
            if (!_clients.TryAdd(client.Id, RegisteredClient.Of(registration)))
                throw new InvalidOperationException("Another client has the id of a new registration.");
            if (client.UnusedUntil is not { } until)
            {
                _unlimited.Enqueue(client.Id);
                if (_unlimited.Count > MaxUnused) RemoveRegistered(_unlimited.Dequeue());
                return default;
            }
            RemoveUnused(context.Now, int.MaxValue);
            _unused.Enqueue(client.Id, until.UtcTicks);
            while (_unused.Count > MaxUnused) RemoveIfUnused(_unused.Dequeue());
        }
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<ClientRegistration?> GetRegistrationAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        new(_clients.TryGetValue(clientId, out var found) ? found.ToRegistration() : null);

    /// <inheritdoc/>
    public ValueTask<bool> ReplaceRegistrationAsync(
        ClientRegistration registration, SecretHash accessToken, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var id = registration.Client.Id;
        lock (_registering)
        {
            if (Managed(id, accessToken) is not { } found) return new(false);
            var kept = registration with { Client = registration.Client with { UnusedUntil = found.Client.UnusedUntil } };
            _clients[id] = RegisteredClient.Of(kept) with { RegisteredAt = found.RegisteredAt };
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteRegistrationAsync(
        string clientId, SecretHash accessToken, OAuthContext context, CancellationToken ct)
    {
        lock (_registering) return new(Managed(clientId, accessToken) is not null && _clients.TryRemove(clientId, out _));
    }

    /// <inheritdoc/>
    public ValueTask KeepRegistrationAsync(string clientId, OAuthContext context, CancellationToken ct)
    {
        lock (_registering)
        {
            if (_clients.TryGetValue(clientId, out var found) && found.Client.UnusedUntil is not null)
                _clients[clientId] = found with { Client = found.Client with { UnusedUntil = null } };
        }
        return default;
    }

    private RegisteredClient? Managed(string clientId, SecretHash accessToken) =>
        _clients.TryGetValue(clientId, out var found) && found.AccessToken is { } present && present.Equals(accessToken) ? found : null;

    private int RemoveUnused(DateTimeOffset now, int atMost)
    {
        lock (_registering)
        {
            var removed = 0;
            while (removed < atMost && _unused.TryPeek(out var id, out var until) && until <= now.UtcTicks)
            {
                _unused.Dequeue();
                if (RemoveIfUnused(id)) removed++;
            }
            return removed;
        }
    }

    private void RemoveRegistered(string id)
    {
        if (_clients.TryGetValue(id, out var found) && found.AccessToken is not null) _clients.TryRemove(id, out _);
    }

    private bool RemoveIfUnused(string id) =>
        _clients.TryGetValue(id, out var found) && found.Client.UnusedUntil is not null && _clients.TryRemove(id, out _);
}
