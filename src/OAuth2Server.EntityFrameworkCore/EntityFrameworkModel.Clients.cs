using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore;

/// <content>Clients.</content>
public partial class EntityFrameworkModel<TContext>
{
    /// <inheritdoc/>
    public virtual async ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct)
    {
        var row = await FindClientAsync(clientId, ct);
        if (row is null) return null;
        // Kept for VerifyClientSecretAsync: one query answers both.
        context.Items[(typeof(ClientRow), row.Id)] = row;
        return Readable(row, ClientOf, "clients", r => r.Id);
    }

    /// <inheritdoc/>
    public virtual async ValueTask<bool> VerifyClientSecretAsync(Client client, Secret secret, OAuthContext context, CancellationToken ct)
    {
        var isKept = context.Items.TryGetValue((typeof(ClientRow), client.Id), out var kept);
        var row = isKept ? kept as ClientRow : await FindClientAsync(client.Id, ct);
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
        var hash = secret is null ? (SecretHash?)null : SecretHash.Of(secret);
        if (!await TrySaveClientAsync(client, hash, previous, ct)) await TrySaveClientAsync(client, hash, previous, ct);
    }

    /// <summary>Refuses a client from now on: it gets no further codes and tokens. Access tokens that it holds can be used until they
    /// expire.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="ct">Stops the work.</param>
    public Task DisableClientAsync(string clientId, CancellationToken ct = default) =>
        Context.Set<ClientRow>().Where(r => r.Id == clientId).ExecuteUpdateAsync(set => set.SetProperty(r => r.Disabled, true), ct);

    /// <summary>Makes a client of its row; override it to give a type of your own.</summary>
    /// <param name="row">The row.</param>
    protected virtual Client ClientOf(ClientRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.ToClient();
    }

    // False when another node added the client at the same time: then the row is there and can be replaced.
    private async Task<bool> TrySaveClientAsync(Client client, SecretHash? secret, PreviousSecret? previous, CancellationToken ct)
    {
        var row = await Context.Set<ClientRow>().FindAsync([client.Id], ct);
        var isNew = row is null;
        row ??= new();
        row.Set(client, secret, previous);
        if (isNew) Context.Add(row);
        try
        {
            await Context.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException) when (isNew)
        {
            Context.Entry(row).State = EntityState.Detached;
            if (!await Context.Set<ClientRow>().AnyAsync(r => r.Id == client.Id, ct)) throw;
            return false;
        }
        finally
        {
            Context.Entry(row).State = EntityState.Detached;
        }
    }

    private async ValueTask<ClientRow?> FindClientAsync(string clientId, CancellationToken ct)
    {
        var row = await _store.FindAsync(_store.Sql.Clients.Find, ClientRow.Shape, new Arguments(1).Add(clientId), ct);
        return row is { Disabled: false } ? row : null;
    }
}
