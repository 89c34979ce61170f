using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The time from the start of a published program to its first token on an empty SQLite file.</summary>
internal static class StartRun
{
    private const double Aim = 1_200;
    private const double AimReadyToRun = 700;

    /// <summary>Starts what is in the folder of published programs, and prints the table.</summary>
    internal static async Task<string> RunAsync(Arguments arguments)
    {
        var folders = Directory.GetDirectories(arguments.Published).Order(StringComparer.Ordinal);
        var programs = folders.Select(folder => (Program: new StartedProgram(folder), Times: new List<double>())).ToArray();
        // The first start of each reads its files from the disk, and is not counted.
        for (var i = 0; i <= arguments.Starts; i++)
        {
            foreach (var (program, times) in programs)
            {
                var time = await program.StartAsync(arguments.ServerCore);
                if (i > 0) times.Add(time.TotalMilliseconds);
                await Console.Error.WriteLineAsync($"{program.Title}: first token after {time.TotalMilliseconds:N0} ms");
            }
        }
        return Print(programs, arguments.ServerCore);
    }

    private static string Print(IEnumerable<(StartedProgram Program, List<double> Times)> programs, string core)
    {
        var table = new Table(
            $"First token, ms, on core {core}",
            "program", "published", "#aim, at most", "#median", "#starts, from to", "met");
        foreach (var (program, times) in programs)
        {
            var (aim, starts) = (program.IsReadyToRun ? AimReadyToRun : Aim, new Spread([.. times.Order()]));
            var published = program.IsReadyToRun ? "with ReadyToRun" : "without ReadyToRun";
            var isMet = program.IsBefore ? "" : starts.Middle <= aim ? "yes" : "no";
            table.Add(program.Title, published, Spread.Show(aim, "N0"), starts.Median("N0"), starts.Range("N0"), isMet);
        }
        var text = new StringBuilder();
        table.Print(text);
        return text.ToString();
    }
}
