namespace OAuth2Server.Host;

/// <summary>Saves the configured clients and users in the store before the first request, and logs what the operator should know.</summary>
/// <remarks>
/// A client gets every value of the configuration. A user gets the configured password only when the user is created,
/// except in the demo.
/// </remarks>
internal sealed partial class Registration(
    HostSettings settings, IServiceScopeFactory scopes, TimeProvider clock, ILogger<Registration> log)
{
    private const int MaxNamed = 10;

    internal async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IClients>();
        foreach (var client in settings.Clients)
        {
            foreach (var note in await clients.SaveAsync(client, ct)) Warn(note);
        }
        var accounts = scope.ServiceProvider.GetRequiredService<IAccounts>();
        await SaveUsersAsync(accounts, scope.ServiceProvider.GetRequiredService<UserSessions>(), ct);
        await WarnOfOtherUsersAsync(accounts, ct);
        foreach (var note in settings.Notes) Inform(note);
        // An operator who removes a client from the configuration expects that it no longer works.
        var others = await clients.OthersAsync([.. settings.Clients.Select(c => c.Client.Id)], ct);
        if (others.Count > 0) Warn(NotConfigured(others));
        WarnOfSettings();
    }

    private async Task SaveUsersAsync(IAccounts accounts, UserSessions sessions, CancellationToken ct)
    {
        foreach (var (username, password, disabled) in settings.Users)
        {
            var before = await accounts.SubjectOfAsync(username, ct);
            if (disabled != true) await accounts.CreateAsync(username, password, ct);
            // The account refuses the sessions already. Their end in the store informs the clients of it.
            if (disabled is { } closed && await accounts.SetClosedAsync(username, closed, ct) is { } changed)
                await sessions.EndAllAsync(changed, null, ct);
            if (before is not null && !settings.ResetPasswords && disabled != true)
                await CompareAsync(accounts, before, username, password, ct);
            if (settings.ResetPasswords && await accounts.SetPasswordAsync(username, password, ct) is { } reset)
                await sessions.EndAllAsync(reset, null, ct);
        }
    }

    // The configuration looks as if it had an effect. The password of a closed account is not compared.
    private async Task CompareAsync(IAccounts accounts, string subject, string username, string password, CancellationToken ct)
    {
        if (await accounts.FindAsync(subject, ct) is null) return;
        if (await accounts.SignInAsync(new(username, password), ct) is null)
            Warn($"The user {username} has another password in the store than in the configuration, which sets it only when the user is "
                + "created.");
    }

    private async Task WarnOfOtherUsersAsync(IAccounts accounts, CancellationToken ct)
    {
        var others = await accounts.OthersAsync([.. settings.Users.Select(user => user.Username)], MaxNamed + 1, ct);
        if (others.Count == 0) return;
        var more = others.Count > MaxNamed ? " and more" : "";
        Warn($"The store has open accounts that are not in the configuration: {string.Join(", ", others.Take(MaxNamed))}{more}. "
            + "To close one, put it into the configuration with Disabled: true.");
    }

    private void WarnOfSettings()
    {
        foreach (var finding in settings.Findings) Warn(finding.ToString());
        foreach (var client in settings.Clients.Where(client => client.PreviousSecret?.ExpiresAt <= clock.GetUtcNow()))
            Warn($"PreviousClientSecret of client {client.Client.Id} has expired: remove it from the configuration.");
        if (settings is { Clients.Count: 0, Registration.Mode: RegistrationMode.Off, ClientDocuments.Enabled: false })
            Warn($"{HostSettings.Section}:Clients is empty: the server accepts only clients that are in the store already.");
    }

    private static string NotConfigured(IReadOnlyList<string> others)
    {
        var more = others.Count > MaxNamed ? $" and {others.Count - MaxNamed} more" : "";
        return $"The store has enabled clients that are not in the configuration: {string.Join(", ", others.Take(MaxNamed))}{more}. "
            + "To disable one, put it into the configuration with Disabled: true.";
    }

    [LoggerMessage(100, LogLevel.Warning, "{Warning}", EventName = "Configured")]
    private partial void Warn(string warning);

    [LoggerMessage(103, LogLevel.Information, "{Note}", EventName = "ConfigurationNote")]
    private partial void Inform(string note);
}
