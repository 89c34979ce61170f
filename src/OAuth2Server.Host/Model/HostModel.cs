namespace OAuth2Server.Host;

/// <summary>The model of this server: everything in memory, and its users are the accounts.</summary>
internal sealed class HostModel(IAccounts accounts, TimeProvider clock, ILogger<InMemoryModel> logger) : InMemoryModel(clock, logger)
{
    /// <inheritdoc/>
    public override async ValueTask<User?> GetUserAsync(string username, Secret password, Client client, OAuthContext context, CancellationToken ct) =>
        UserOf(await accounts.SignInAsync(new(username, password.Reveal()), ct));

    /// <inheritdoc/>
    public override async ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        UserOf(await accounts.FindAsync(subject, ct));

    private static User? UserOf(Account? account) => account is null ? null : new(account.Subject);
}
