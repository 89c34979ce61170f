namespace OAuth2Server.Host;

/// <summary>Where the configured clients go at start, and where a page finds their names.</summary>
internal interface IClients
{
    /// <summary>Adds a client, or makes it what the configuration says.</summary>
    Task SaveAsync(HostClient client, string? secret, CancellationToken ct);

    /// <summary>The ids of those that may be used now, in ordinal order, without those of a set.</summary>
    Task<IReadOnlyList<string>> OthersAsync(IReadOnlyCollection<string> ids, CancellationToken ct);

    /// <summary>The names for people of those clients that are known.</summary>
    Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> ids, CancellationToken ct);
}
