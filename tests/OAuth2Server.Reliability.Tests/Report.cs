namespace OAuth2Server.Reliability.Tests;

/// <summary>Writes one line for each result to the output of the test, and to the file that OAUTH2_RELIABILITY_REPORT names.</summary>
internal static class Report
{
    internal static void Add(string kind, params object[] cells)
    {
        var line = $"{kind}| {string.Join(" | ", cells)} |";
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("OAUTH2_RELIABILITY_REPORT") is { Length: > 0 } file) File.AppendAllText(file, line + "\n");
    }
}
