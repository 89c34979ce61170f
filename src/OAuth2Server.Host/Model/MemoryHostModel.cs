using System.Collections.Concurrent;

namespace OAuth2Server.Host;

/// <summary>The model of a server without a database: everything is in memory, and its users are the accounts.</summary>
internal sealed class MemoryHostModel(IAccounts accounts, TimeProvider clock, ILogger<InMemoryModel> logger)
    : InMemoryModel(clock, logger), IClients
{
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override async ValueTask<User?> GetUserAsync(
        string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        (await accounts.SignInAsync(new(username, password.Reveal()), ct))?.ToUser();

    /// <inheritdoc/>
    public override async ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        (await accounts.FindAsync(subject, ct))?.ToUser();

    /// <inheritdoc/>
    public override async ValueTask<string?> GetUsernameAsync(
        string subject, Client client, OAuthContext context, CancellationToken ct) =>
        (await accounts.FindAsync(subject, ct))?.Username;

    /// <inheritdoc/>
    public override async ValueTask<UserClaims?> GetUserClaimsAsync(
        string subject, IReadOnlyCollection<string> names, Client client, OAuthContext context, CancellationToken ct) =>
        await accounts.FindAsync(subject, ct) is { } account ? (await accounts.GetProfileAsync(subject, ct)).ClaimsOf(account) : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> SaveAsync(ClientSettings client, CancellationToken ct)
    {
        if (client.Disabled != true)
        {
            AddClient(client.Client, client.Secret, client.PreviousSecret);
            _names[client.Client.Id] = client.Client.DisplayName ?? client.Client.Id;
        }
        return Task.FromResult<IReadOnlyList<string>>([]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> OthersAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var others = _names.Keys.Except(ids, StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<string>>([.. others.Order(StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var names = new Dictionary<string, string>(_names, StringComparer.Ordinal);
        foreach (var id in ids.Where(id => !_names.ContainsKey(id)))
        {
            // One that registered itself. The model in memory does not use the request.
            if (await GetClientAsync(id, null!, ct) is { } client) names[id] = client.DisplayName ?? id;
        }
        return names;
    }
}
