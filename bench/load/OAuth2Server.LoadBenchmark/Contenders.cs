namespace OAuth2Server.LoadBenchmark;

/// <summary>The contenders, started from the root of the repository.</summary>
/// <param name="folder">Where the SQLite files are.</param>
/// <param name="postgres">The connection string of PostgreSQL.</param>
/// <param name="parent">A checkout of the parent commit, with the program of the contenders built; null for none.</param>
internal sealed class Contenders(string folder, string postgres, string? parent)
{
    private const string Program =
        "bench/load/OAuth2Server.LoadBenchmark.Contenders/bin/Release/net10.0/OAuth2Server.LoadBenchmark.Contenders.dll";

    /// <summary>All of them. Contenders that are compared with each other are neighbours, so that their turns are close in time.</summary>
    internal IReadOnlyList<Contender> All =>
    [
        new("bare", "bare Kestrel", Command(".", "bare"), [Workload.ClientCredentials]),
        new("inline", "floor, bearer inline", Command(".", "inline"), [Workload.Bearer, Workload.InvalidBearer]),
        new("floor", "floor", Command(".", "floor"), Workload.All),
        .. Product("memory", "InMemoryModel", null),
        new("floor-jwt", "floor and one ES256 signature", Command(".", "floor-jwt"), [Workload.ClientCredentials, Workload.Code]),
        new("memory-jwt", "OAuth2Server, InMemoryModel, JWT", Command(".", "memory-jwt"), Workload.All),
        new("floor-dpop", "floor and one ES256 verification", Command(".", "floor-dpop"),
            [Workload.DPoPClientCredentials, Workload.DPoPBearer]),
        new("memory-dpop", "OAuth2Server, InMemoryModel, DPoP", Command(".", "memory-dpop"), [Workload.DPoPClientCredentials]),
        new("floor-dpop-jwt", "floor, one ES256 verification and one signature", Command(".", "floor-dpop-jwt"),
            [Workload.DPoPClientCredentials]),
        new("memory-dpop-jwt", "OAuth2Server, InMemoryModel, DPoP, JWT", Command(".", "memory-dpop-jwt"),
            [Workload.DPoPClientCredentials, Workload.DPoPBearer]),
        new("jwks-dpop", "JWT by published keys, this handler, DPoP", Command(".", "jwks-dpop"), [Workload.DPoPBearer]),
        new("floor-id-token", "floor and one RS256 signature", Command(".", "floor-id-token"), [Workload.Code]),
        new("memory-openid", "OAuth2Server, InMemoryModel, OpenID Connect", Command(".", "memory-openid"),
            [Workload.Code, Workload.Bearer, Workload.UserInfo])
        { Scope = $"openid {Fixture.ReadScope}" },
        new("jwks", "JWT by published keys, this handler", Command(".", "jwks"), [Workload.Bearer, Workload.InvalidBearer]),
        new("jwks-microsoft", "JWT by published keys, JwtBearer", Command(".", "jwks-microsoft"),
            [Workload.Bearer, Workload.InvalidBearer]),
        new("floor-sqlite", "store floor, SQLite", Command(".", "floor-sqlite", Sqlite("floor")), Workload.All),
        .. Product("sqlite", "SQLite", Sqlite),
        new("sqlite-jwt", "OAuth2Server, SQLite, JWT", Command(".", "sqlite-jwt", Sqlite("ours-jwt")), Workload.All),
        OpenIddict("openiddict-sqlite-encrypted", "OpenIddict JWT, encrypted, SQLite", "encrypted", "sqlite", Sqlite("encrypted")),
        OpenIddict("openiddict-sqlite", "OpenIddict reference tokens, SQLite", "reference", "sqlite", Sqlite("reference")),
        new("floor-postgres", "store floor, PostgreSQL", Command(".", "floor-postgres", PostgreSql("floor")), Workload.All),
        .. Product("postgres", "PostgreSQL", PostgreSql),
        OpenIddict("openiddict-postgres", "OpenIddict reference tokens, PostgreSQL", "reference", "postgres", PostgreSql("reference")),
        Node("node-oauth2-server", "@node-oauth/oauth2-server, Map"),
        Node("oidc-provider", "oidc-provider, in memory"),
        OpenIddict("openiddict-sqlite-jwt", "OpenIddict JWT, SQLite", "jwt", "sqlite", Sqlite("jwt")),
        OpenIddict("openiddict-postgres-jwt", "OpenIddict JWT, PostgreSQL", "jwt", "postgres", PostgreSql("jwt")),
    ];

    // This server with one of its models; where there is a parent, that one first.
    private IEnumerable<Contender> Product(string kind, string title, Func<string, string>? database)
    {
        var floor = database is null ? null : "floor-" + kind;
        if (parent is not null)
        {
            var command = Command(parent, kind, Connection("before"));
            yield return new(kind + Contender.Before, $"OAuth2Server, {title}, before", command, Workload.All) { StoreFloor = floor };
        }
        yield return new(kind, $"OAuth2Server, {title}", Command(".", kind, Connection("ours")), Workload.All) { StoreFloor = floor };

        string[] Connection(string name) => database is null ? [] : [database(name)];
    }

    private static string[] Command(string root, string kind, params string[] connection) =>
        ["dotnet", Path.Combine(root, Program), kind, "PORT", .. connection];

    private static Contender OpenIddict(string name, string title, params string[] kind) =>
        new(name, title, ["dotnet", "bench/peers/OpenIddictPeer/bin/Release/net10.0/OpenIddictPeer.dll", "PORT", .. kind], Workload.All);

    private static Contender Node(string name, string title) =>
        new(name, title, ["node", $"bench/peers/node/{name}.mjs", "PORT"], Workload.All);

    private string Sqlite(string name) => $"Data Source={folder}/{name}.db";

    private string PostgreSql(string name) => postgres.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal);
}
