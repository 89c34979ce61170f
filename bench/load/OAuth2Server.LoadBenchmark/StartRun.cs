using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The time from the start of a published program to its first token on an empty SQLite file.</summary>
internal static class StartRun
{
    private const double Aim = 1_200;
    private const double AimReadyToRun = 700;

    /// <summary>Starts what is in the folder of published programs several times, in turn, and prints the table.</summary>
    internal static async Task<string> RunAsync(Arguments arguments)
    {
        var folders = Directory.GetDirectories(arguments.Published).Order(StringComparer.Ordinal);
        var programs = folders.Select(folder => new StartedProgram(folder)).ToArray();
        // The first start of each reads its files from the disk, and is not counted.
        foreach (var program in programs) await program.StartAsync(arguments.ServerCore, isCounted: false);
        for (var i = 0; i < arguments.Starts; i++)
        {
            foreach (var program in programs) await program.StartAsync(arguments.ServerCore, isCounted: true);
        }

        var table = new Table(
            $"First token, ms, on core {arguments.ServerCore}",
            "program", "published", "#aim, at most", "#median", "#starts, from to", "#CPU time, median", "met");
        foreach (var program in programs) Add(table, program);
        var text = new StringBuilder();
        table.Print(text);
        return text.ToString();
    }

    private static void Add(Table table, StartedProgram program)
    {
        var (aim, published) = program.IsReadyToRun ? (AimReadyToRun, "with ReadyToRun") : (Aim, "without ReadyToRun");
        var times = program.Times;
        var isMet = program.IsBefore ? "" : times.Middle <= aim ? "yes" : "no";
        string[] cells = [Spread.Show(aim, "N0"), times.Median("N0"), times.Range("N0"), program.CpuTimes.Median("N0"), isMet];
        table.Add([program.Title, published, .. cells]);
    }
}
