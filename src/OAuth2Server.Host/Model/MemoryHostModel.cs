using System.Collections.Concurrent;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>The model of a server without a database: everything is in memory, and its users are the accounts.</summary>
internal sealed class MemoryHostModel(
    IAccounts accounts, AssertedUsers asserted, TimeProvider clock, ILogger<InMemoryModel> logger,
    ClientIdMetadataDocuments? documents = null)
    : InMemoryModel(clock, logger), IClients
{
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _disabled = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override async ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        await base.GetClientAsync(clientId, context, ct)
        ?? (documents is null || _disabled.ContainsKey(clientId) ? null : await documents.FindAsync(clientId, context, ct));

    /// <inheritdoc/>
    public override ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        // The page of a client that describes itself may have any origin, and the request does not name the client yet.
        documents is null ? base.IsClientOriginAsync(origin, context, ct) : new(true);

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
    public override ValueTask<User?> GetUserFromAssertionAsync(
        UserAssertion assertion, Client client, OAuthContext context, CancellationToken ct) => asserted.FindAsync(assertion, accounts, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> SaveAsync(ClientSettings client, CancellationToken ct)
    {
        if (client.Disabled == true) _disabled[client.Client.Id] = true;
        else
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
            // One that registered itself. The model in memory does not use the request; nothing is fetched for a list of names.
            if (await base.GetClientAsync(id, null!, ct) is { } client) names[id] = client.DisplayName ?? id;
        }
        return names;
    }
}
