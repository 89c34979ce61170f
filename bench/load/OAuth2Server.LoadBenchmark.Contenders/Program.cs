// One contender of the load benchmark: bare, floor, inline, memory, sqlite or postgres, on a port of the loopback address.
using OAuth2Server.LoadBenchmark;

if (args is not [var kind, var port, .. var rest])
{
    await Console.Error.WriteLineAsync("usage: bare|floor|inline|memory|sqlite|postgres PORT [CONNECTION]");
    return 1;
}

// The same builder, logging and server for every contender of this program.
var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Warning);

IContender contender = kind switch
{
    "bare" => new BareKestrel(),
    "floor" => new Floor(new SchemeBearer()),
    "inline" => new Floor(new InlineBearer()),
    _ => new Product(kind, string.Concat(rest)),
};
contender.AddServices(builder.Services, $"http://127.0.0.1:{port}");
var app = builder.Build();
await contender.MapAsync(app);
app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes(precise: true));
await app.RunAsync();
return 0;
