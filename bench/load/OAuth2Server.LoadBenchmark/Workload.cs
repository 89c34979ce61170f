namespace OAuth2Server.LoadBenchmark;

/// <summary>One kind of work, the same for every contender.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Title">The name in the tables.</param>
internal sealed record Workload(string Name, string Title)
{
    internal static Workload ClientCredentials { get; } = new("client-credentials", "Client credentials: one token");

    internal static Workload Bearer { get; } = new("bearer", "Bearer: GET with a valid token");

    internal static Workload InvalidBearer { get; } = new("invalid-bearer", "Bearer: GET with an unknown token");

    internal static Workload Rotation { get; } = new("rotation", "Refresh: one rotation of a chain");

    internal static Workload Code { get; } = new("code", "Authorize and exchange the code with PKCE");

    /// <summary>Only for servers with OpenID Connect, and the handler that it is compared with.</summary>
    internal static Workload UserInfo { get; } = new("userinfo", "UserInfo: GET with a valid token of a user");

    /// <summary>Only for servers with DPoP, and the floors that they are compared with.</summary>
    internal static Workload DPoPClientCredentials { get; } =
        new("dpop-client-credentials", "Client credentials with a DPoP proof: one bound token");

    /// <summary>Only for servers with DPoP and JWTs, and the floor that they are compared with.</summary>
    internal static Workload DPoPBearer { get; } = new("dpop-bearer", "DPoP: GET with a bound token and its proof");

    internal static IReadOnlyList<Workload> All { get; } = [ClientCredentials, Bearer, InvalidBearer, Rotation, Code];

    /// <summary>All, and those that only some contenders can do.</summary>
    internal static IReadOnlyList<Workload> Known { get; } = [.. All, UserInfo, DPoPClientCredentials, DPoPBearer];
}
