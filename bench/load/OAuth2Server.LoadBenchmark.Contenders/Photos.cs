namespace OAuth2Server.LoadBenchmark;

/// <summary>The resource that bearer tokens open; the same for every contender.</summary>
internal static class Photos
{
    internal const string All = "three photos";
}
