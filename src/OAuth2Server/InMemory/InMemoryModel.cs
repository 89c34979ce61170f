using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OAuth2Server;

/// <summary>A complete model in memory: for a first look, for tests, and as the reference of what every function promises. It forgets everything when the process ends.</summary>
/// <remarks>Thread-safe; it holds at most a given number of codes and tokens; then the oldest of the kind that is most numerous goes. Use one instance for the whole application.</remarks>
public partial class InMemoryModel : IAuthorizationCodeModel, IRefreshTokenModel, IPasswordModel, IClientCredentialsModel, IAccessTokenModel, IRevocationModel, IUserModel, IExchangeModel
{
    /// <summary>How many codes and tokens are held unless told otherwise.</summary>
    public const int DefaultCapacity = 1_000_000;

    private readonly ConcurrentDictionary<string, (Client Client, SecretHash? Secret)> _clients = new(StringComparer.Ordinal);
    private readonly InMemoryUsers _users = new();
    private readonly FamilyTable _records;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private int _saidFull;

    /// <summary>Makes an empty model.</summary>
    /// <param name="clock">The clock; null takes the system's.</param>
    /// <param name="logger">The log; null keeps silent.</param>
    /// <param name="capacity">How many codes and tokens it holds.</param>
    public InMemoryModel(TimeProvider? clock = null, ILogger<InMemoryModel>? logger = null, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _records = new(capacity);
        _clock = clock ?? TimeProvider.System;
        _log = logger ?? NullLogger<InMemoryModel>.Instance;
        SayForgets();
    }

    /// <summary>How many codes and tokens it holds now, consumed and expired ones included.</summary>
    public int Count => _records.Count;

    /// <summary>Adds a client, or replaces the one with its id.</summary>
    /// <param name="client">The client.</param>
    /// <param name="secret">Its secret, of at least 128 random bits; null for a public client.</param>
    public void AddClient(Client client, string? secret = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _clients[client.Id] = (client, secret is null ? null : SecretHash.Of(secret));
    }

    /// <summary>Removes a client: from now on it gets nothing new. Access tokens that it holds are good until they expire.</summary>
    public void RemoveClient(string clientId) => _clients.TryRemove(clientId, out _);

    /// <summary>Adds a user, or replaces the one with the same name.</summary>
    /// <param name="username">What the user signs in with.</param>
    /// <param name="password">Kept as a salted PBKDF2 hash.</param>
    /// <param name="user">Who it is; null takes the name as the subject.</param>
    public void AddUser(string username, string password, User? user = null) => _users.Add(username, password, user ?? new(username));

    /// <summary>Removes a user, who from now on can neither sign in nor be refreshed for.</summary>
    public void RemoveUser(string username) => _users.Remove(username);

    /// <inheritdoc/>
    public ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        new(_clients.TryGetValue(clientId, out var found) ? found.Client : null);

    /// <inheritdoc/>
    public ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct) =>
        new(_clients.TryGetValue(client.Id, out var found) && found.Secret is { } expected && expected.Equals(secret.Hash));

    /// <inheritdoc/>
    public virtual ValueTask<User?> GetUserAsync(string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        new(_users.Verify(username, password.Reveal()));

    /// <inheritdoc/>
    public virtual ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        new(_users.Find(subject));

    /// <summary>Every confidential client may act for itself.</summary>
    public virtual ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) => new(User.None);

    [LoggerMessage(20, LogLevel.Warning, "InMemoryModel forgets every client, user, code and token when this process ends", EventName = "Forgets")]
    private partial void SayForgets();

    [LoggerMessage(21, LogLevel.Warning, "InMemoryModel is full at {Capacity} codes and tokens: from now on the oldest of the kind that is most numerous goes. This is said once", EventName = "Full")]
    private partial void SayFull(int capacity);
}
