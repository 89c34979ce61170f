using System.Globalization;
using OAuth2Server.Jwt;

namespace OAuth2Server.Benchmarks;

/// <summary>The memory that used DPoP proofs take at 1,000 proofs a second, with a clock of its own: it takes seconds.</summary>
internal static class ReplayMemory
{
    private const int PerSecond = 1000;
    private const int Windows = 3;

    // The values of DPoPProofs: for how long a proof could pass, and how far the clocks of two nodes may differ.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WithoutNonce = (new DPoPOptions().ProofLifetime * 2) + Skew;
    private static readonly TimeSpan WithNonce = TimeSpan.FromMinutes(5) + Skew;

    internal static async Task PrintAsync()
    {
        Console.WriteLine("| proofs | after, s | remembered | heap, MB | bytes each | working set, MB |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        await RunAsync("without nonce", WithoutNonce);
        await RunAsync("with nonce", WithNonce);
    }

    private static async Task RunAsync(string title, TimeSpan window)
    {
        var replays = new InMemoryReplays();
        var idle = GC.GetTotalMemory(forceFullCollection: true);
        var start = DateTimeOffset.UnixEpoch;
        Row(title, 0, replays, 0);
        for (var second = 1; second <= (int)window.TotalSeconds * Windows; second++)
        {
            var now = start.AddSeconds(second);
            for (var i = 0; i < PerSecond; i++)
            {
                // As DPoPProofs makes it: the thumbprint, the jti and the address.
                var proof = SecretHash.Of($"dpop thumbprint\n{second}.{i}\nhttps://auth.example.com/oauth2/token");
                if (!await replays.UseOnceAsync(proof, now, now + window, CancellationToken.None))
                    throw new InvalidOperationException("A new proof was refused.");
            }
            if (second % (int)window.TotalSeconds == 0)
                Row(title, second, replays, GC.GetTotalMemory(forceFullCollection: true) - idle);
        }
    }

    private static void Row(string title, int seconds, InMemoryReplays replays, long heap)
    {
        var each = replays.Count == 0 ? "" : ((double)heap / replays.Count).ToString("N0", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {title} | {seconds} | {replays.Count:N0} | {heap / 1e6:N1} | {each} | {Environment.WorkingSet / 1e6:N0} |"));
    }
}
