using Microsoft.EntityFrameworkCore;
using OAuth2Server.EntityFrameworkCore;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>The model of a server with a database; its users are the accounts.</summary>
internal sealed class StoredHostModel(
    HostDbContext db, IAccounts accounts, AssertedUsers asserted, ILogger<EntityFrameworkModel<HostDbContext>> logger,
    ClientIdMetadataDocuments? documents = null)
    : EntityFrameworkModel<HostDbContext>(db, logger), IPasswordModel, IUserModel, IUsernameModel, IUserClaimsModel,
      IAssertionModel, IClients
{
    /// <inheritdoc/>
    public override async ValueTask<Client?> GetClientAsync(string clientId, OAuthContext context, CancellationToken ct) =>
        await base.GetClientAsync(clientId, context, ct)
        // A client that the operator disabled is in the store.
        ?? (documents is null || !ClientIdUrl.IsValid(clientId)
            || await Context.Set<ClientRow>().AsNoTracking().AnyAsync(row => row.Id == clientId, ct)
                ? null
                : await documents.FindAsync(clientId, context, ct));

    /// <inheritdoc/>
    public override async ValueTask<bool> IsClientOriginAsync(string origin, OAuthContext context, CancellationToken ct) =>
        // The page of a client that describes itself may have any origin, and the request does not name the client yet.
        documents is not null || await base.IsClientOriginAsync(origin, context, ct);

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
    public async ValueTask<UserClaims?> GetUserClaimsAsync(
        string subject, IReadOnlyCollection<string> names, Client client, OAuthContext context, CancellationToken ct) =>
        await accounts.FindAsync(subject, ct) is { } account ? (await accounts.GetProfileAsync(subject, ct)).ClaimsOf(account) : null;

    /// <inheritdoc/>
    public ValueTask<User?> GetUserFromAssertionAsync(
        UserAssertion assertion, Client client, OAuthContext context, CancellationToken ct) => asserted.FindAsync(assertion, accounts, ct);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> SaveAsync(ClientSettings client, CancellationToken ct)
    {
        var id = client.Client.Id;
        if (client.Disabled == true)
        {
            // A client that describes itself has no row before the operator disables it.
            if (ClientIdUrl.IsValid(id) && !await Context.Set<ClientRow>().AnyAsync(row => row.Id == id, ct))
                await SaveDisabledAsync(client.Client, ct);
            await DisableClientAsync(id, ct);
            return [];
        }
        var known = await Context.Set<ClientRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, ct);
        var staysDisabled = known is { Disabled: true } && client.Disabled is null;
        var notes = new List<string>();
        if (known is not null && !HasType(known, client.Client.Type)) notes.Add(await EndGrantsAsync(id, client.Client.Type, ct));
        await SaveClientAsync(client.Client, client.Secret, client.PreviousSecret, ct);
        if (!staysDisabled) return notes;
        await DisableClientAsync(id, ct);
        return [.. notes, $"Client {id} was disabled in the store and stays disabled. Set its Disabled to false to enable it."];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> OthersAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        // The configuration need not have the clients that registered themselves.
        var enabled = await Context.Set<ClientRow>().AsNoTracking()
            .Where(row => !row.Disabled && row.RegistrationTokenHash == null).Select(row => row.Id).ToListAsync(ct);
        return [.. enabled.Except(ids, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var rows = Context.Set<ClientRow>().AsNoTracking().Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Properties });
        return (await rows.ToListAsync(ct)).ToDictionary(row => row.Id, row => NameIn(row.Properties) ?? row.Id, StringComparer.Ordinal);
    }

    // Without grants and secret: at no moment it can be used.
    private Task SaveDisabledAsync(Client client, CancellationToken ct) => SaveClientAsync(
        new() { Id = client.Id, Type = client.Type, DisplayName = client.DisplayName, Scope = Scope.Empty }, null, ct);

    // What a client of another type was given must not be used by this one: a public client proves nothing.
    private async Task<string> EndGrantsAsync(string id, ClientType type, CancellationToken ct)
    {
        var ended = await Context.Set<CredentialRow>().Where(row => row.ClientId == id).ExecuteDeleteAsync(ct);
        ended += await Context.Set<AccessTokenRow>().Where(row => row.ClientId == id).ExecuteDeleteAsync(ct);
        ended += await Context.Set<ConsentRow>().Where(row => row.ClientId == id).ExecuteDeleteAsync(ct);
        return $"Client {id} is {type} now: its {ended} codes, tokens and consents of the other type were removed.";
    }

    private static bool HasType(ClientRow row, ClientType type) => row.Type.Equals(type.ToString(), StringComparison.OrdinalIgnoreCase);

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
