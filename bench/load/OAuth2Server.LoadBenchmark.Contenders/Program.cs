// One contender of the load benchmark, on a port of the loopback address.
using OAuth2Server.LoadBenchmark;

if (args is not [var kind, var port, .. var rest])
{
    await Console.Error.WriteLineAsync(
        "usage: bare|inline|floor[-sqlite|-postgres|-jwt|-dpop|-dpop-jwt]|[memory|sqlite|postgres][-jwt]|memory-dpop[-jwt]|" +
        "floor-id-token|memory-openid|jwks[-dpop]|jwks-microsoft PORT [CONNECTION]");
    return 1;
}

// The same builder, logging and server for every contender of this program.
var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Warning);

var connection = string.Concat(rest);
await using IDatabase? database = kind switch
{
    "floor-sqlite" => new SqliteDatabase(connection),
    "floor-postgres" => new PostgreSqlDatabase(connection),
    _ => null,
};
IContender contender = kind switch
{
    "bare" => new BareKestrel(),
    "inline" => new Floor(new InlineBearer(), new TokenTable()),
    "floor" => new Floor(new SchemeBearer(), new TokenTable()),
    "floor-jwt" => new Floor(new SchemeBearer(), new SigningTokens(new TokenTable())),
    "floor-dpop" => new Floor(new SchemeBearer(), new VerifyingTokens(new TokenTable())),
    "floor-dpop-jwt" => new Floor(new SchemeBearer(), new SigningTokens(new VerifyingTokens(new TokenTable()))),
    "memory-dpop" => new Product("memory", connection) { DPoP = true },
    "memory-dpop-jwt" => new Product("memory", connection) { DPoP = true, Jwt = true },
    "jwks-dpop" => new IssuedJwts(microsoft: false, dpop: true),
    "floor-id-token" => new Floor(new SchemeBearer(), new SigningTokens(new TokenTable()) { OfExchange = new RsaSigning() }),
    "memory-openid" => new Product("memory", connection) { OpenId = true },
    "jwks" => new IssuedJwts(microsoft: false),
    "jwks-microsoft" => new IssuedJwts(microsoft: true),
    "memory-jwt" or "sqlite-jwt" or "postgres-jwt" => new Product(kind[..^4], connection) { Jwt = true },
    _ when database is not null => new Floor(new SchemeBearer(), new StoredTokens(database, new(kind["floor-".Length..], connection))),
    _ => new Product(kind, connection),
};
contender.AddServices(builder.Services, $"http://127.0.0.1:{port}");
var app = builder.Build();
await contender.MapAsync(app);
app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes(precise: true));
await app.RunAsync();
return 0;
