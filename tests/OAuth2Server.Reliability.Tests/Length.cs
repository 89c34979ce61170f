using System.Globalization;

namespace OAuth2Server.Reliability.Tests;

/// <summary>How long the tests run: short unless the environment asks for more, as eng/reliability.sh does.</summary>
internal static class Length
{
    /// <summary>How often the server is killed on each store.</summary>
    internal static int Kills => Read("OAUTH2_RELIABILITY_KILLS", 2);

    /// <summary>How often it is killed while it makes its tables; each takes two starts and a store of its own.</summary>
    internal static int Starts => Math.Max(1, Kills / 4);

    /// <summary>How often two servers compete for one credential.</summary>
    internal static int Rounds => Read("OAUTH2_RELIABILITY_ROUNDS", 2);

    /// <summary>Ends when a test has taken longer than any good one.</summary>
    internal static CancellationTokenSource Limit(int turns)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120 + (30 * turns)));
        return limit;
    }

    private static int Read(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
