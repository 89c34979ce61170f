namespace OAuth2Server.Reliability.Tests;

/// <summary>Compares the restarted server with what its clients know.</summary>
internal sealed class Audit(TestStore store, CancellationToken ct)
{
    private int _tokens;
    private int _inFlight;
    private int _committedUnseen;
    private int _repeated;
    private int _late;
    private int _refused;

    /// <summary>The number of steps that were answered until now.</summary>
    internal int Steps { get; set; }

    /// <summary>Checks every chain, then uses codes a second time. That revokes their chains, so it is the last check.</summary>
    /// <param name="keepHalf">Keeps half of the chains for the next round; false uses the code of every chain again.</param>
    internal async Task RunAsync(HttpClient http, IReadOnlyList<Worker> workers, bool keepHalf)
    {
        await CheckFamiliesAsync();
        // Requests without an answer come first, because the reuse interval of their refresh tokens ends soon.
        await EachAsync(workers, chain => chain.IsInFlight, chain => ResolveAsync(http, chain));
        foreach (var worker in workers) worker.Chains.RemoveAll(chain => chain.IsInFlight);
        await EachAsync(workers, _ => true, chain => CheckAsync(http, chain));
        await CheckFamiliesAsync();

        foreach (var worker in workers)
        {
            var retired = worker.Chains.Where((_, i) => !keepHalf || i % 2 == 0).ToHashSet();
            await EachAsync([worker], retired.Contains, chain => ReuseCodeAsync(http, chain));
            worker.Chains.RemoveAll(retired.Contains);
        }
    }

    internal void WriteReport(int kills) =>
        Report.Add("kill", store.Name, kills, Steps, _tokens, _inFlight, _committedUnseen, _repeated, _late, _refused);

    private static Task EachAsync(IReadOnlyList<Worker> workers, Func<Chain, bool> which, Func<Chain, Task> check)
    {
        return Task.WhenAll(workers.Select(CheckAsync));

        async Task CheckAsync(Worker worker)
        {
            foreach (var chain in worker.Chains.Where(which).ToArray()) await check(chain);
        }
    }

    private async Task CheckFamiliesAsync() => Assert.Equal(0, await store.ForkedFamiliesAsync(ct));

    // The client does not know whether its last request was committed. So it sends the request again.
    private Task ResolveAsync(HttpClient http, Chain chain)
    {
        Interlocked.Increment(ref _inFlight);
        return chain.Refresh is { } refresh ? ResolveRefreshAsync(http, chain, refresh) : ResolveCodeAsync(http, chain);
    }

    private async Task ResolveRefreshAsync(HttpClient http, Chain chain, string refresh)
    {
        await CheckAccessAsync(http, chain);
        var wasConsumed = await store.IsConsumedAsync(refresh, ct);
        if (wasConsumed) Interlocked.Increment(ref _committedUnseen);

        // Within the interval, two requests with the same token get the same answer, also when the first answer was lost.
        var first = await chain.SendAsync(http, ct);
        var second = await chain.SendAsync(http, ct);
        if (first.IsInvalidGrant || second.IsInvalidGrant)
        {
            Assert.True(
                chain.SinceSent > HostConfiguration.ReuseInterval,
                $"A refresh token was refused {chain.SinceSent} after its first use. It was consumed before: {wasConsumed}.");
            Interlocked.Increment(ref _late);
            return;
        }
        Assert.Equal(first.Granted().Body, second.Granted().Body);
        if (wasConsumed) Interlocked.Increment(ref _repeated);
        chain.Receive(first);
    }

    private async Task ResolveCodeAsync(HttpClient http, Chain chain)
    {
        var wasConsumed = await store.IsConsumedAsync(chain.Code.Text, ct);
        var answer = await chain.SendAsync(http, ct);
        if (wasConsumed)
        {
            // A second use of a code does not get the answer again. The user authorizes again.
            Interlocked.Increment(ref _committedUnseen);
            Assert.True(answer.IsInvalidGrant, $"A consumed code was answered {answer.Status}: {answer.Body}");
        }
        else if (!answer.IsInvalidGrant || chain.Age < HostConfiguration.CodeLifetime)
        {
            chain.Receive(answer);
        }
    }

    private async Task CheckAsync(HttpClient http, Chain chain)
    {
        await CheckAccessAsync(http, chain);
        await chain.AdvanceAsync(http, ct);
        Interlocked.Increment(ref _tokens);
        Assert.Equal(1, await store.UnusedInFamilyAsync(chain.Refresh!, ct));
    }

    private async Task CheckAccessAsync(HttpClient http, Chain chain)
    {
        foreach (var access in chain.Access) Assert.Equal(200, await TokenClient.ReadAsync(http, access, ct));
        Interlocked.Add(ref _tokens, chain.Access.Count);
    }

    private async Task ReuseCodeAsync(HttpClient http, Chain chain)
    {
        Assert.False(await store.IsUnusedAsync(chain.Code.Text, ct), "A code that was redeemed is not consumed.");
        var reused = await TokenClient.RedeemAsync(http, chain.Code, ct);
        Assert.True(reused.IsInvalidGrant, $"A code was redeemed twice: {reused.Status}");
        Interlocked.Increment(ref _refused);
        if (!await store.IsThereAsync(chain.Code.Text, ct))
        {
            // Pruning can delete an expired code. Then its reuse is refused, but does not revoke the family.
            Assert.True(chain.Age > HostConfiguration.CodeLifetime, $"A code that was redeemed was deleted after {chain.Age}.");
            return;
        }

        // The reuse revoked the family.
        Assert.True((await chain.SendAsync(http, ct)).IsInvalidGrant, "A family is not revoked after its code was used twice.");
        Assert.Equal(401, await TokenClient.ReadAsync(http, chain.Access[^1], ct));
    }
}
