namespace OAuth2Server.Host;

/// <summary>Where the configured clients go at start.</summary>
internal interface IClients
{
    /// <summary>Adds a client, or makes it what the configuration says.</summary>
    Task SaveAsync(HostClient client, string? secret, CancellationToken ct);
}
