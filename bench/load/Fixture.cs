namespace OAuth2Server.LoadBenchmark;

/// <summary>What every contender knows, and every generator asks for. The client's secret is new for each run and comes in the environment.</summary>
internal static class Fixture
{
    internal const string SecretVariable = "BENCH_CLIENT_SECRET";
    internal const string ClientId = "bench";
    internal const string RedirectUri = "http://127.0.0.1:9999/cb";
    internal const string ReadScope = "photos.read";
    internal const string Scope = "photos.read photos.write";
    internal const string User = "alice";

    /// <summary>Names the user: it stands for a sign-in, which no contender is measured for.</summary>
    internal const string UserHeader = "X-User";

    internal static string Secret => Environment.GetEnvironmentVariable(SecretVariable) ?? throw new InvalidOperationException($"{SecretVariable} is not set.");
}
