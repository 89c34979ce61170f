namespace OAuth2Server.Architecture.Tests;

internal static class Violations
{
    /// <summary>Fails with all violations, one on a line; Assert.Empty would show only some of them.</summary>
    internal static void AssertNone(IEnumerable<string> violations)
    {
        string[] all = [.. violations];
        if (all.Length > 0) Assert.Fail(string.Join('\n', all));
    }
}
