namespace OAuth2Server.Host;

/// <summary>The clients of the store: the start saves the configured clients here, and the pages find their names here.</summary>
internal interface IClients
{
    /// <summary>Saves a client as it is in the configuration, in the place of one with the same id. One that is disabled there is disabled
    /// in the store, and is not added. One that is disabled in the store stays so until the configuration enables it.</summary>
    /// <returns>What the operator should know: sentences for the log.</returns>
    Task<IReadOnlyList<string>> SaveAsync(ClientSettings client, CancellationToken ct);

    /// <summary>The ids of the enabled clients that are not in a set, in ordinal order.</summary>
    Task<IReadOnlyList<string>> OthersAsync(IReadOnlyCollection<string> ids, CancellationToken ct);

    /// <summary>The names for users, by id. A client that is not in the store is not in the result.</summary>
    Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyCollection<string> ids, CancellationToken ct);
}
