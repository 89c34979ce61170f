using System.Diagnostics;
using System.Globalization;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The generator of fixed requests.</summary>
internal static class Wrk
{
    internal static async Task<Run> RunAsync(FixedLoad load, int connections, int seconds)
    {
        string[] how = ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "30s", "-s", "bench/load/check.lua"];
        var start = new ProcessStartInfo("wrk", [.. how, .. load.Arguments]) { RedirectStandardOutput = true };
        using var wrk = Process.Start(start) ?? throw new InvalidOperationException("wrk did not start");
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();

        var result = output.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk failed: {output}");
        var numbers = result.Split(' ')[1..].Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0], numbers[1], TimeSpan.FromMicroseconds(numbers[2]), TimeSpan.FromMicroseconds(numbers[3]));
    }
}
