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
        var row = context.Items.TryGetValue((typeof(ClientRow), client.Id), out var kept) ? kept as ClientRow : await FindClientAsync(client.Id, ct);
        if (row?.SecretHash is not { } stored) return false;
        if (stored.Length == SecretHash.Size) return SecretHash.FromBytes(stored).Equals(secret.Hash);
        SayDamaged(null, "clients", row.Id);
        return false;
    }

    /// <summary>Every confidential client may act for itself.</summary>
    public virtual ValueTask<User?> GetUserFromClientAsync(Client client, OAuthContext context, CancellationToken ct) => new(User.None);

    /// <summary>Adds a client, or replaces the one with its id.</summary>
    /// <param name="client">The client.</param>
    /// <param name="secret">Its secret, of at least 128 random bits, stored as a hash; null for a client without one.</param>
    /// <param name="ct">Stops the work.</param>
    public async Task SaveClientAsync(Client client, string? secret, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        try
        {
            await SaveRowAsync(client, secret, ct);
        }
        catch (DbUpdateException) when (Context.Database.CurrentTransaction is null)
        {
            // Another node that starts with the same configuration may have added it in this moment; then it is there to be replaced.
            await SaveRowAsync(client, secret, ct);
        }
    }

    /// <summary>Refuses a client everywhere from now on.</summary>
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

    private async Task SaveRowAsync(Client client, string? secret, CancellationToken ct)
    {
        var row = await Context.Set<ClientRow>().FindAsync([client.Id], ct);
        if (row is null) Context.Add(row = new());
        try
        {
            row.Set(client, secret is null ? null : SecretHash.Of(secret));
            await Context.SaveChangesAsync(ct);
        }
        finally
        {
            Context.Entry(row).State = EntityState.Detached;
        }
    }

    private async Task<ClientRow?> FindClientAsync(string clientId, CancellationToken ct) =>
        await _store.FindAsync(_store.Sql.FindClient, Shapes.Client, new Parameters().Add(clientId), ct) is { Disabled: false } row ? row : null;
}
