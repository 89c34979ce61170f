using System.Diagnostics;
using System.Globalization;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The generator of fixed requests.</summary>
internal static class Wrk
{
    internal static async Task<Run> RunAsync(Server server, Workload workload, int connections, int seconds, HttpClient http)
    {
        var token = workload == Workload.Bearer ? await server.TokenAsync(http)
            : workload == Workload.UserInfo ? await server.UserTokenAsync()
            : new string('x', 43);
        string[] what = workload.Name switch
        {
            "client-credentials" =>
                [.. Header(Requests.Basic), $"{server.Address}token", "--", "200", "access_token", Requests.ClientCredentials],
            "bearer" => [.. Header($"Bearer {token}"), $"{server.Address}photos", "--", "200", "three photos"],
            "userinfo" => [.. Header($"Bearer {token}"), $"{server.Address}userinfo", "--", "200", Fixture.User],
            _ => [.. Header($"Bearer {token}"), $"{server.Address}photos", "--", "401", ""],
        };
        string[] load = ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "30s", "-s", "bench/load/check.lua"];
        var start = new ProcessStartInfo("wrk", [.. load, .. what]) { RedirectStandardOutput = true };
        using var wrk = Process.Start(start) ?? throw new InvalidOperationException("wrk did not start");
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();

        var result = output.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk failed: {output}");
        var numbers = result.Split(' ')[1..].Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0], numbers[1], TimeSpan.FromMicroseconds(numbers[2]), TimeSpan.FromMicroseconds(numbers[3]));
    }

    private static string[] Header(string authorization) => ["-H", $"Authorization: {authorization}"];
}
