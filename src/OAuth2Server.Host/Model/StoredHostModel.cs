using Microsoft.EntityFrameworkCore;
using OAuth2Server.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>The model of a server with a database; its users are the accounts.</summary>
internal sealed class StoredHostModel(HostDbContext db, IAccounts accounts, ILogger<EntityFrameworkModel<HostDbContext>> logger)
    : EntityFrameworkModel<HostDbContext>(db, logger), IPasswordModel, IUserModel, IUsernameModel, IClients
{
    /// <inheritdoc/>
    public async ValueTask<User?> GetUserAsync(
        string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        (await accounts.SignInAsync(new(username, password.Reveal()), ct))?.ToUser();

    /// <inheritdoc/>
    public async ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        (await accounts.FindAsync(subject, ct))?.ToUser();

    /// <inheritdoc/>
    public async ValueTask<string?> GetUsernameAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        (await accounts.FindAsync(subject, ct))?.Username;

    /// <inheritdoc/>
    public Task SaveAsync(ClientSettings client, CancellationToken ct) => client.Disabled
        ? DisableClientAsync(client.Client.Id, ct)
        : SaveClientAsync(client.Client, client.Secret, client.PreviousSecret, ct);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> OthersAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var enabled = await GetClientIdsAsync(ct);
        return [.. enabled.Except(ids, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var rows = Context.Set<ClientRow>().AsNoTracking().Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Properties });
        return (await rows.ToListAsync(ct)).ToDictionary(row => row.Id, row => NameIn(row.Properties) ?? row.Id, StringComparer.Ordinal);
    }

    // A client whose row is damaged has no name. The page still works for the other clients.
    private static string? NameIn(string? stored)
    {
        try
        {
            return Properties.FromStore(stored)[ClientRow.DisplayNameProperty];
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
