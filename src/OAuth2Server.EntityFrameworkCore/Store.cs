using System.Data;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Runs statements for a DbContext: on its connection when it is open or has a transaction, and otherwise on a connection that
/// this package keeps; with its retries.</summary>
internal sealed class Store(DbContext db)
{
    private static readonly Meter Meter = new("OAuth2Server.EntityFrameworkCore");
    private static readonly Counter<long> Commands =
        Meter.CreateCounter<long>("oauth2server.db.commands", "{command}", "Round trips to the database");

    private ContextExecutor? _own;

    internal Statements Sql { get; } = Statements.Of(db);

    // One for all operations of this store, which come one after the other like those of its DbContext.
    private IExecutionStrategy Strategy => field ??= db.Database.CreateExecutionStrategy();

    private bool IsInTransaction =>
        db.Database.CurrentTransaction is not null || Transaction.Current is not null || db.Database.GetEnlistedTransaction() is not null;

    /// <summary>Finds the one row of a query; null when there is none.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<TRow?> FindAsync<TRow>(
        Statement statement, Column<TRow>[] columns, Arguments arguments, CancellationToken ct) where TRow : class, new()
    {
        var result = new Result.One<TRow>(columns);
        await RunAsync(statement, arguments, result, ct);
        return result.Row;
    }

    /// <summary>All rows of a query.</summary>
    internal async ValueTask<List<TRow>> ListAsync<TRow>(
        Statement statement, Column<TRow>[] columns, Arguments arguments, CancellationToken ct) where TRow : class, new()
    {
        var result = new Result.Many<TRow>(columns);
        await RunAsync(statement, arguments, result, ct);
        return result.Rows;
    }

    /// <summary>The one text of a query; null when there is no row.</summary>
    internal async ValueTask<string?> FindTextAsync(Statement statement, Arguments arguments, CancellationToken ct)
    {
        var result = new Result.OneText();
        await RunAsync(statement, arguments, result, ct);
        return result.Value;
    }

    /// <summary>The number that a statement returns.</summary>
    internal async ValueTask<long> FindNumberAsync(Statement statement, Arguments arguments, CancellationToken ct)
    {
        var result = new Result.OneNumber();
        await RunAsync(statement, arguments, result, ct);
        return result.Value;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>How many rows each part changed.</returns>
    internal ValueTask<int[]> ExecuteAsync(Statement statement, Arguments arguments, CancellationToken ct) =>
        RunAsync(statement, arguments, null, ct);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int[]> RunAsync(Statement statement, Arguments arguments, Result? result, CancellationToken ct)
    {
        var call = new Call(statement, arguments, result, db.Database.GetCommandTimeout());
        if (!Strategy.RetriesOnFailure || IsInTransaction) return await RunOnceAsync(call, ct);
        // A strategy that is not EF Core's may do anything with an operation.
        if (Strategy is not ExecutionStrategy) return await RunAgainAsync(call, null, ct);
        try
        {
            return await RunOnceAsync(call, ct);
        }
        catch (Exception e)
        {
            return await RunAgainAsync(call, ExceptionDispatchInfo.Capture(e), ct);
        }
    }

    // To run each statement through EF Core's strategy would cost more than the statement does. It begins with the failure that was met:
    // it decides about it, and counts it, as if it had run the statement itself.
    private Task<int[]> RunAgainAsync(Call call, ExceptionDispatchInfo? failure, CancellationToken ct) => Strategy.ExecuteAsync(
        ct =>
        {
            Interlocked.Exchange(ref failure, null)?.Throw();
            // Every statement recognises its own work, so that it may run again when it is unknown whether it was committed.
            return RunOnceAsync(call, ct).AsTask();
        },
        ct);

    private ValueTask<int[]> RunOnceAsync(Call call, CancellationToken ct)
    {
        Commands.Add(1);
        return Executor().RunAsync(call, ct);
    }

    private IExecutor Executor()
    {
        var connection = db.Database.GetDbConnection();
        var mayPool = connection.State == ConnectionState.Closed && !IsInTransaction;
        return (mayPool ? ConnectionPools.Find(db, connection) : null) ?? (IExecutor)(_own ??= new(db));
    }
}
