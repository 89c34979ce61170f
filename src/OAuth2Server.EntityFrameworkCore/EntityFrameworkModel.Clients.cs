namespace OAuth2Server.EntityFrameworkCore;

/// <content>Clients.</content>
public partial class EntityFrameworkModel<TContext>
{
    // The client that a request found: VerifyClientSecretAsync needs no query of its own.
    private FoundClient? _found;

    /// <inheritdoc/>
    public virtual async ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct)
    {
        var row = await FindClientAsync(clientId, ct);
        if (row is null) return null;
        _found = new(context, row);
        return Readable(row, static (model, r) => WithUse(model.ClientOf(r), r), "clients", r => r.Id);
    }

    /// <inheritdoc/>
    public virtual async ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct)
    {
        var row = _found is { } found && found.Context == context && found.Row.Id == client.Id
            ? found.Row
            : await FindClientAsync(client.Id, ct);
        if (row?.SecretHash is null) return false;
        try
        {
            return row.Accepts(secret.Hash, context.Now);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            LogDamaged(e, "clients", row.Id);
            return false;
        }
    }

    /// <summary>Every confidential client may act for itself.</summary>
    public virtual ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) => new(User.None);

    /// <summary>Adds a client, or replaces the one with its id.</summary>
    /// <param name="client">The client.</param>
    /// <param name="secret">Its secret, of at least 128 random bits, stored as a hash; null for a client without one.</param>
    /// <param name="ct">Stops the work.</param>
    public Task SaveClientAsync(Client client, string? secret, CancellationToken ct = default) => SaveClientAsync(client, secret, null, ct);

    /// <summary>Adds a client, or replaces the one with its id.</summary>
    /// <param name="client">The client.</param>
    /// <param name="secret">Its secret, of at least 128 random bits, stored as a hash; null for a client without one.</param>
    /// <param name="previous">The secret that it had before, which is valid too until it expires; null for none.</param>
    /// <param name="ct">Stops the work.</param>
    public async Task SaveClientAsync(Client client, string? secret, PreviousSecret? previous, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(client);
        var row = new ClientRow();
        row.Set(client, secret is null ? null : SecretHash.Of(secret), previous);
        var save = _store.Sql.Clients.Save;
        await _store.ExecuteAsync(save, ArgumentsOf(save).Add(row, ClientRow.Shape), ct);
    }

    /// <summary>Refuses a client from now on: it gets no further codes and tokens, and its access tokens are refused, unless
    /// <see cref="OAuth2ServerOptions.CheckClientAndUserOfTokens"/> is off.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="ct">Stops the work.</param>
    public async Task DisableClientAsync(string clientId, CancellationToken ct = default) =>
        await _store.ExecuteAsync(_store.Sql.Clients.Disable, new Arguments(2).Add(clientId).Add(true), ct);

    /// <summary>The ids of all clients that are not disabled.</summary>
    /// <param name="ct">Stops the work.</param>
    public async Task<IReadOnlyList<string>> GetClientIdsAsync(CancellationToken ct = default)
    {
        var rows = await _store.ListAsync(_store.Sql.Clients.ListIds, Clients.IdOnly, new Arguments(0), ct);
        return [.. rows.Select(row => row.Id)];
    }

    /// <summary>Makes a client of its row; override it to give a type of your own.</summary>
    /// <param name="row">The row.</param>
    protected virtual Client ClientOf(ClientRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.ToClient();
    }

    // A client that lost this in an overridden function would be pruned although it is used.
    private static Client WithUse(Client client, ClientRow row) =>
        row.UnusedUntil is null || client.UnusedUntil is not null ? client : client with { UnusedUntil = Ticks.ToTime(row.UnusedUntil) };

    private async ValueTask<ClientRow?> FindClientAsync(string clientId, CancellationToken ct)
    {
        var row = await _store.FindAsync(_store.Sql.Clients.Find, ClientRow.Shape, new Arguments(1).Add(clientId), ct);
        return row is { Disabled: false } ? row : null;
    }

    private sealed record FoundClient(OAuthContext Context, ClientRow Row);
}
