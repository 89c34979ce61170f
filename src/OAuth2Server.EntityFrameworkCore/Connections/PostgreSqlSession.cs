using System.Data.Common;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>An open connection to PostgreSQL with its prepared batches, whose parameter objects are used again.</summary>
internal sealed class PostgreSqlSession(DbConnection connection) : Session
{
    private readonly Dictionary<Statement, (DbBatch Batch, int Timeout)> _batches = [];

    /// <summary>Runs a statement.</summary>
    /// <param name="call">The statement.</param>
    /// <param name="prepares">Whether the server keeps prepared statements.</param>
    /// <param name="ct">Cancels the statement.</param>
    internal async Task<int[]> RunAsync(Call call, bool prepares, CancellationToken ct)
    {
        if (!_batches.TryGetValue(call.Statement, out var kept))
        {
            var batch = Batches.Create(connection, call);
            if (prepares) await batch.PrepareAsync(ct);
            kept = (batch, batch.Timeout);
            _batches.Add(call.Statement, kept);
        }
        kept.Batch.Timeout = call.Timeout ?? kept.Timeout;
        Batches.SetArguments(kept.Batch, call);
        return await Batches.RunAsync(kept.Batch, call, ct);
    }

    public override void Dispose()
    {
        foreach (var (batch, _) in _batches.Values) batch.Dispose();
        connection.Dispose();
    }
}
