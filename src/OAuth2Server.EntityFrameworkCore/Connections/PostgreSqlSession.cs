using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>An open connection to PostgreSQL with its prepared batches, whose parameter objects are used again.</summary>
internal sealed class PostgreSqlSession(DbConnection connection) : DatabaseSession
{
    private readonly Dictionary<Statement, (DbBatch Batch, int Timeout)> _batches = [];

    /// <summary>Whether the connection can be used.</summary>
    internal bool IsOpen => connection.State == ConnectionState.Open;

    /// <summary>Runs a prepared statement; prepares it the first time.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<int[]> RunAsync(Call call, CancellationToken ct)
    {
        if (!_batches.TryGetValue(call.Statement, out var kept))
        {
            var batch = Batches.Create(connection, call);
            await batch.PrepareAsync(ct);
            kept = (batch, batch.Timeout);
            _batches.Add(call.Statement, kept);
        }
        kept.Batch.Timeout = call.Timeout ?? kept.Timeout;
        Batches.SetArguments(kept.Batch, call);
        return await Batches.RunAsync(kept.Batch, call, ct);
    }

    /// <summary>Runs a statement without preparing it.</summary>
    internal async ValueTask<int[]> RunUnpreparedAsync(Call call, CancellationToken ct)
    {
        await using var batch = Batches.Create(connection, call);
        if (call.Timeout is { } seconds) batch.Timeout = seconds;
        Batches.SetArguments(batch, call);
        return await Batches.RunAsync(batch, call, ct);
    }

    public override void Dispose()
    {
        foreach (var (batch, _) in _batches.Values) batch.Dispose();
        connection.Dispose();
    }
}
