namespace OAuth2Server.StorageBenchmark;

/// <summary>One operation: makes, for one caller, the step that is timed.</summary>
internal sealed record Operation(string Name, Func<IWork, Task<Func<Task>>> Start);

internal static class Operations
{
    private static readonly byte[] Sealed = new byte[600];

    /// <param name="live">How many rows are in the table: their texts are the numbers from 1.</param>
    internal static Operation[] All(long live) =>
    [
        new("issuing", work => Step(() => work.SaveAsync(new() { Access = Records.Access(Records.Text(), Records.Authorization()) }))),
        new("bearer look-up", work => Step(async () => Check(await work.FindAsync(Random.Shared.NextInt64(1, live + 1).ToString())))),
        new("rotating", RotatingAsync),
        new("redeeming (code saved, then exchanged)", work => Step(() => RedeemAsync(work))),
        new("revoking", work => Step(() => work.RevokeAsync(Records.Text()))),
    ];

    private static async Task<Func<Task>> RotatingAsync(IWork work)
    {
        var code = Records.Code(Records.Authorization());
        await work.SaveCodeAsync(code);
        Credential current = code;
        return async () =>
        {
            var successor = Pair(current.Authorization);
            Check(await work.ExchangeAsync(current, successor, new(Clock.Now.AddSeconds(10), Sealed)));
            current = successor.Refresh!;
        };
    }

    private static async Task RedeemAsync(IWork work)
    {
        var code = Records.Code(Records.Authorization());
        await work.SaveCodeAsync(code);
        Check(await work.ExchangeAsync(code, Pair(code.Authorization), null));
    }

    private static Token Pair(Authorization authorization) =>
        new() { Access = Records.Access(Records.Text(), authorization), Refresh = Records.Refresh(authorization) };

    private static Task<Func<Task>> Step(Func<Task> step) => Task.FromResult(step);

    private static void Check(bool ok)
    {
        if (!ok) throw new InvalidOperationException("The store did not find what it was given.");
    }
}
