using System.Collections.Concurrent;

namespace OAuth2Server;

/// <content>Clients, and the origins of those that run in a browser.</content>
public partial class InMemoryModel : IClientOriginModel
{
    private readonly ConcurrentDictionary<string, RegisteredClient> _clients = new(StringComparer.Ordinal);

    /// <summary>Adds a client, or replaces the one with its id.</summary>
    /// <param name="client">The client.</param>
    /// <param name="secret">Its secret, of at least 128 random bits; null for a public client.</param>
    public void AddClient(Client client, string? secret = null) => AddClient(client, secret, null);

    /// <summary>Adds a client, or replaces the one with its id.</summary>
    /// <param name="client">The client.</param>
    /// <param name="secret">Its secret, of at least 128 random bits; null for a public client.</param>
    /// <param name="previous">The secret that it had before, which is valid too until it expires; null for none.</param>
    public void AddClient(Client client, string? secret, PreviousSecret? previous)
    {
        ArgumentNullException.ThrowIfNull(client);
        lock (_registering) _clients[client.Id] = new(client, secret is null ? null : SecretHash.Of(secret), previous);
    }

    /// <summary>Removes a client. It gets no more tokens, and the access tokens that it has are refused, unless
    /// <see cref="OAuth2ServerOptions.CheckClientAndUserOfTokens"/> is off.</summary>
    public void RemoveClient(string clientId)
    {
        // Not between the two steps of a replacement, which would bring the client back.
        lock (_registering) _clients.TryRemove(clientId, out _);
    }

    /// <inheritdoc/>
    public virtual ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        new(_clients.TryGetValue(clientId, out var found) ? found.Client : null);

    /// <inheritdoc/>
    public ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct)
    {
        if (!_clients.TryGetValue(client.Id, out var found)) return new(false);
        var presented = secret.Hash;
        return new((found.Secret is { } present && present.Equals(presented))
            || (found.Previous is { } previous && context.Now < previous.ExpiresAt && previous.Hash.Equals(presented)));
    }

    /// <summary>Every confidential client may act for itself.</summary>
    public virtual ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) => new(User.None);

    /// <inheritdoc/>
    public virtual ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        new(_clients.Values.Any(found => found.Client.HasOrigin(origin)));

    private sealed record RegisteredClient(Client Client, SecretHash? Secret, PreviousSecret? Previous)
    {
        /// <summary>The hash of its registration access token; null for a client that did not register itself.</summary>
        internal SecretHash? AccessToken { get; init; }

        internal DateTimeOffset RegisteredAt { get; init; }

        internal static RegisteredClient Of(ClientRegistration registration) =>
            new(registration.Client, registration.Secret, null)
            {
                AccessToken = registration.AccessToken,
                RegisteredAt = registration.RegisteredAt,
            };

        internal ClientRegistration? ToRegistration() => AccessToken is { } token
            ? new() { Client = Client, Secret = Secret, AccessToken = token, RegisteredAt = RegisteredAt }
            : null;
    }
}
