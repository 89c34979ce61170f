namespace OAuth2Server.Host;

/// <summary>The clients of the store: the start saves the configured clients here, and the pages find their names here.</summary>
internal interface IClients
{
    /// <summary>Saves a client as it is in the configuration. It replaces a client of the same id.</summary>
    Task SaveAsync(Client client, string? secret, CancellationToken ct);

    /// <summary>The ids of the enabled clients that are not in a set, in ordinal order.</summary>
    Task<IReadOnlyList<string>> OthersAsync(IReadOnlyCollection<string> ids, CancellationToken ct);

    /// <summary>The names for users, by id. A client that is not in the store is not in the result.</summary>
    Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> ids, CancellationToken ct);
}
