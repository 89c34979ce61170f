using Microsoft.EntityFrameworkCore;
using OAuth2Server.StorageBenchmark;

if (Arguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(
        "usage: sqlite|postgres|prune CONNECTION [--live 0,1000000] [--callers 1] [--seconds 2] [--rounds 5]");
    return 1;
}

IBench bench = arguments.Work == "sqlite" ? new SqliteBench(arguments.Connection) : new PostgreSqlBench(arguments.Connection);
await using (var db = new BenchDb(bench.Options))
{
    await db.Database.EnsureDeletedAsync();
    await db.Database.EnsureCreatedAsync();
}
await (arguments.Work == "prune" ? PruneBenchmark.RunAsync(bench, arguments) : Comparison.RunAsync(bench, arguments));
return 0;
