namespace OAuth2Server.LoadBenchmark;

/// <summary>The protected resource; the same for every contender.</summary>
internal static class Photos
{
    internal const string All = "three photos";
}
