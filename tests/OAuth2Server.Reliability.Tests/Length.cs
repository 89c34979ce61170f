using System.Globalization;

namespace OAuth2Server.Reliability.Tests;

/// <summary>The length of the tests. It is short unless environment variables set more, as eng/reliability.sh does.</summary>
internal static class Length
{
    /// <summary>The number of kills on each store.</summary>
    internal static int Kills => Read("OAUTH2_RELIABILITY_KILLS", 2);

    /// <summary>The number of kills while the server creates its tables. Each needs two starts and a new store.</summary>
    internal static int Starts => Math.Max(1, Kills / 4);

    /// <summary>The number of contests of two servers for one credential.</summary>
    internal static int Rounds => Read("OAUTH2_RELIABILITY_ROUNDS", 2);

    /// <summary>A limit that is longer than a correct test needs.</summary>
    internal static CancellationTokenSource Limit(int turns)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120 + (30 * turns)));
        return limit;
    }

    private static int Read(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
