namespace OAuth2Server.Architecture.Tests;

internal static class Violations
{
    /// <summary>Fails with every violation in full, one a line; Assert.Empty would cut them short.</summary>
    internal static void AssertNone(IEnumerable<string> violations)
    {
        string[] all = [.. violations];
        if (all.Length > 0) Assert.Fail(string.Join('\n', all));
    }
}
