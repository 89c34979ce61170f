namespace OAuth2Server.LoadBenchmark;

/// <summary>The settings of every contender and generator. The client's secret is new for each run, and is in the environment.</summary>
internal static class Fixture
{
    internal const string SecretVariable = "BENCH_CLIENT_SECRET";
    internal const string ClientId = "bench";
    internal const string RedirectUri = "http://127.0.0.1:9999/cb";
    internal const string ReadScope = "photos.read";
    internal const string Scope = "photos.read photos.write";
    internal const string User = "alice";

    /// <summary>The audience of JWTs. DPoP proofs are for addresses at it.</summary>
    internal const string Resource = "https://photos.example.com";

    /// <summary>Names the user, in place of a sign-in: signing in is not measured.</summary>
    internal const string UserHeader = "X-User";

    internal static string Secret =>
        Environment.GetEnvironmentVariable(SecretVariable) ?? throw new InvalidOperationException($"{SecretVariable} is not set.");
}
