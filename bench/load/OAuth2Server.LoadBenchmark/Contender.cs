namespace OAuth2Server.LoadBenchmark;

/// <summary>A server of the comparison: how it is started, and what it can be asked.</summary>
/// <param name="Name">How it is chosen.</param>
/// <param name="Title">How the tables call it.</param>
/// <param name="Command">The program and its arguments; PORT stands for the port.</param>
/// <param name="Workloads">The workloads it can do.</param>
internal sealed record Contender(string Name, string Title, IReadOnlyList<string> Command, IReadOnlyList<Workload> Workloads)
{
    /// <summary>Its runtime tells how much it allocated.</summary>
    internal bool TellsAllocations => Command[0] == "dotnet";

    /// <summary>All of them, from the root of the repository; those that are compared with each other are neighbours, so that their turns are close.</summary>
    internal static IReadOnlyList<Contender> All(string folder, string postgres) =>
    [
        new("bare", "bare Kestrel", Ours("bare"), [Workload.ClientCredentials]),
        new("inline", "floor, bearer inline", Ours("inline"), [Workload.Bearer, Workload.InvalidBearer]),
        new("floor", "floor", Ours("floor"), Workload.All),
        new("memory", "OAuth2Server, InMemoryModel", Ours("memory"), Workload.All),
        new("sqlite", "OAuth2Server, SQLite", Ours("sqlite", $"Data Source={folder}/ours.db"), Workload.All),
        new("openiddict-sqlite", "OpenIddict reference tokens, SQLite", OpenIddict("reference", "sqlite", $"Data Source={folder}/reference.db"), Workload.All),
        new("postgres", "OAuth2Server, PostgreSQL", Ours("postgres", On(postgres, "ours")), Workload.All),
        new("openiddict-postgres", "OpenIddict reference tokens, PostgreSQL", OpenIddict("reference", "postgres", On(postgres, "reference")), Workload.All),
        new("node-oauth2-server", "@node-oauth/oauth2-server, Map", Node("node-oauth2-server"), Workload.All),
        new("oidc-provider", "oidc-provider, in memory", Node("oidc-provider"), Workload.All),
        new("openiddict-sqlite-jwt", "OpenIddict JWT, SQLite", OpenIddict("jwt", "sqlite", $"Data Source={folder}/jwt.db"), Workload.All),
        new("openiddict-postgres-jwt", "OpenIddict JWT, PostgreSQL", OpenIddict("jwt", "postgres", On(postgres, "jwt")), Workload.All),
    ];

    private static string[] Ours(string kind, params string[] more) =>
        ["dotnet", "bench/load/OAuth2Server.LoadBenchmark.Contenders/bin/Release/net10.0/OAuth2Server.LoadBenchmark.Contenders.dll", kind, "PORT", .. more];

    private static string[] OpenIddict(params string[] kind) =>
        ["dotnet", "bench/peers/OpenIddictPeer/bin/Release/net10.0/OpenIddictPeer.dll", "PORT", .. kind];

    private static string[] Node(string name) => ["node", $"bench/peers/node/{name}.mjs", "PORT"];

    private static string On(string postgres, string database) => postgres.Replace("Database=postgres", $"Database={database}", StringComparison.Ordinal);
}
