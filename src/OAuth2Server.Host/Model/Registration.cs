namespace OAuth2Server.Host;

/// <summary>Puts the configured clients and users where they are looked up, before the first request.</summary>
/// <remarks>A client becomes what the configuration says; a user's password is set only when the user is created, except in the demo.</remarks>
internal sealed partial class Registration(HostSettings settings, IServiceScopeFactory scopes, ILogger<Registration> log)
{
    private const int Named = 10;

    internal async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IClients>();
        var accounts = scope.ServiceProvider.GetRequiredService<IAccounts>();
        foreach (var (client, secret) in settings.Clients) await clients.SaveAsync(client, secret, ct);
        foreach (var (username, password) in settings.Users)
        {
            await accounts.CreateAsync(username, password, ct);
            if (settings.ResetPasswords) await accounts.SetPasswordAsync(username, password, ct);
        }

        // Who deletes a client from the configuration expects it to be gone.
        if (await clients.OthersAsync([.. settings.Clients.Select(c => c.Client.Id)], ct) is { Count: > 0 } others)
            Warn($"The store holds clients that are not configured, and they work: {string.Join(", ", others.Take(Named))}{(others.Count > Named ? $" and {others.Count - Named} more" : "")}. To end one: UPDATE oauth_clients SET disabled = true WHERE id = '…'.");
        foreach (var note in settings.Notes) Inform(note);
        foreach (var warning in settings.Warnings) Warn(warning);
        if (settings.Clients.Count == 0) Warn($"{HostSettings.Section}:Clients is empty: every request of a client that is not in the store already will be refused.");
        if (settings.BehindTlsProxy) Warn($"{HostSettings.Section}:BehindTlsProxy is true: plain http is accepted on every address. Only the proxy may be able to reach it.");
    }

    [LoggerMessage(100, LogLevel.Warning, "{Warning}", EventName = "Configured")]
    private partial void Warn(string warning);

    [LoggerMessage(103, LogLevel.Information, "{Note}", EventName = "ConfigurationNote")]
    private partial void Inform(string note);
}
