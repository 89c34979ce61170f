using System.Text;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The time from the start of a published program to its first token: on an empty SQLite file, and again on the file that it
/// has made.</summary>
internal static class StartRun
{
    private const double Aim = 1_200;
    private const double AimReadyToRun = 700;

    /// <summary>Starts what is in the folder of published programs several times, in turn, and prints the tables.</summary>
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

        var text = new StringBuilder();
        Print(text, $"First token, ms, on core {arguments.ServerCore}: the start makes the tables", programs, program => program.First);
        text.AppendLine();
        Print(text, $"First token, ms, on core {arguments.ServerCore}: the tables exist", programs, program => program.Again);
        return text.ToString();
    }

    private static void Print(StringBuilder text, string title, StartedProgram[] programs, Func<StartedProgram, StartTimes> times)
    {
        var table = new Table(
            title, "program", "published", "#aim, at most", "#median", "#starts, from to", "#CPU time, median", "met");
        foreach (var program in programs) Add(table, program, times(program));
        table.Print(text);
    }

    private static void Add(Table table, StartedProgram program, StartTimes times)
    {
        var aim = program.IsReadyToRun ? AimReadyToRun : Aim;
        var isMet = program.IsBefore ? "" : times.Wall.Middle <= aim ? "yes" : "no";
        string[] cells =
            [Spread.Show(aim, "N0"), times.Wall.Median("N0"), times.Wall.Range("N0"), times.Cpu.Median("N0"), isMet];
        table.Add([program.Title, program.Published, .. cells]);
    }
}
