namespace OAuth2Server.LoadBenchmark;

/// <summary>One kind of work that every contender is given alike.</summary>
/// <param name="Name">How it is chosen.</param>
/// <param name="Title">How the tables call it.</param>
internal sealed record Workload(string Name, string Title)
{
    internal static Workload ClientCredentials { get; } = new("client-credentials", "Client credentials: one token");

    internal static Workload Bearer { get; } = new("bearer", "Bearer: GET with a valid token");

    internal static Workload InvalidBearer { get; } = new("invalid-bearer", "Bearer: GET with an unknown token");

    internal static Workload Rotation { get; } = new("rotation", "Refresh: one rotation of a chain");

    internal static Workload Code { get; } = new("code", "Authorize and exchange the code with PKCE");

    internal static IReadOnlyList<Workload> All { get; } = [ClientCredentials, Bearer, InvalidBearer, Rotation, Code];
}
