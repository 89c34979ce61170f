using System.Globalization;
using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The time from the start of a published program to its first token, on an empty SQLite file: several starts of each program, in turn.</summary>
internal static class StartRun
{
    private static readonly TimeSpan Aim = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan AimReadyToRun = TimeSpan.FromSeconds(0.7);

    /// <summary>Starts what is in the folder of published programs, and prints the table.</summary>
    internal static async Task<string> RunAsync(Arguments arguments)
    {
        var programs = Directory.GetDirectories(arguments.Published).Order(StringComparer.Ordinal).Select(folder => new StartedProgram(folder)).ToArray();
        var times = programs.ToDictionary(program => program, _ => new List<double>());
        // The first start of each reads its files from the disk, and is not counted.
        for (var i = 0; i <= arguments.Starts; i++)
        {
            foreach (var program in programs)
            {
                var time = await program.StartAsync(arguments.ServerCore);
                if (i > 0) times[program].Add(time.TotalMilliseconds);
                await Console.Error.WriteLineAsync($"{program.Title}: first token after {time.TotalMilliseconds:N0} ms");
            }
        }
        return Print(programs, times, arguments.ServerCore);
    }

    private static string Print(StartedProgram[] programs, Dictionary<StartedProgram, List<double>> times, string core)
    {
        var text = new StringBuilder($"### First token on an empty SQLite file, core {core}\n\n");
        text.AppendLine("| program | published | aim, at most | median | starts, from to | met |").AppendLine("| --- | --- | ---: | ---: | ---: | --- |");
        foreach (var program in programs)
        {
            var starts = times[program].Order().ToArray();
            var (aim, median) = ((program.IsReadyToRun ? AimReadyToRun : Aim).TotalMilliseconds, Comparison.Median(starts));
            text.Append(CultureInfo.InvariantCulture, $"| {program.Title} | {(program.IsReadyToRun ? "ReadyToRun" : "without ReadyToRun")} | {aim:N0} ms | {median:N0} ms ");
            text.AppendLine(CultureInfo.InvariantCulture, $"| {starts[0]:N0} to {starts[^1]:N0} ms | {(program.IsBefore ? "" : median <= aim ? "yes" : "no")} |");
        }
        return text.AppendLine().ToString();
    }
}
