// Starts the contenders one after the other, loads them in turn, checks every answer and prints the tables.
// bench/load.sh and bench/start.sh call it.
using OAuth2Server.LoadBenchmark;

if (Arguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 1;
}
if (arguments.Starts > 0)
{
    Console.Write(await StartRun.RunAsync(arguments));
    return 0;
}

await using var field = new Field();
foreach (var contender in arguments.Contenders) await field.StartAsync(contender, arguments.ServerCore);
var report = new Report(field.Servers);
if (arguments.MemoryMinutes > 0) await MemoryRun.RunAsync(field.Servers, arguments, report);
else await Comparison.RunAsync(field.Servers, arguments, report);
Console.Write(report.Print());
return report.Wrong == 0 ? 0 : 2;
