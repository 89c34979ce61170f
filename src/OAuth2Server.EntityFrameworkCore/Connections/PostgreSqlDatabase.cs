using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The connections that this package keeps to one PostgreSQL database. They come from Npgsql's own pool and count in its
/// size.</summary>
/// <remarks>A connection that returns to Npgsql's pool is reset, at the cost of several statements, and its commands have to be made
/// again. These connections stay open.</remarks>
/// <param name="prototype">A closed connection, of which copies are opened.</param>
/// <param name="keep">How many unused connections are kept.</param>
internal sealed class PostgreSqlDatabase(ICloneable prototype, int keep) : IPooledExecutor
{
    // invalid_sql_statement_name and duplicate_prepared_statement come from poolers that do not keep prepared statements;
    // feature_not_supported
    // ("cached plan must not change result type") comes after a change of a column's type.
    private static readonly string[] NotKept = ["26000", "42P05", "0A000"];

    private readonly SessionPool<PostgreSqlSession> _sessions = new(keep);
    private volatile bool _prepares = true;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int[]> RunAsync(Call call, CancellationToken ct)
    {
        var prepares = _prepares;
        try
        {
            return await RunAsync(call, prepares, ct);
        }
        catch (DbException e) when (prepares && NotKept.Contains(e.SqlState))
        {
            // Nothing was changed: the statement did not run.
            _prepares = false;
            _sessions.Clear();
            return await RunAsync(call, prepares: false, ct);
        }
    }

    public void Clear() => _sessions.Clear();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "It returns to the pool.")]
    private async ValueTask<int[]> RunAsync(Call call, bool prepares, CancellationToken ct)
    {
        var session = _sessions.Take(out var generation) ?? await OpenAsync(generation, ct);
        try
        {
            var changed = prepares ? await session.RunAsync(call, ct) : await session.RunUnpreparedAsync(call, ct);
            _sessions.Return(session);
            return changed;
        }
        catch
        {
            // A broken connection is most likely not the only one: the server may have been restarted.
            if (!session.IsOpen) _sessions.Clear();
            session.Dispose();
            throw;
        }
    }

    private async Task<PostgreSqlSession> OpenAsync(int generation, CancellationToken ct)
    {
        var connection = (DbConnection)prototype.Clone();
        try
        {
            await connection.OpenAsync(ct);
            return new(connection) { Generation = generation };
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
