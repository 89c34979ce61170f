using System.Data;
using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Runs statements on a DbContext's own connection: in its transaction if there is one, with its retries, one writer at a time on SQLite.</summary>
internal sealed class Store(DbContext db)
{
    private static readonly Meter Meter = new("OAuth2Server.EntityFrameworkCore");
    private static readonly Counter<long> Commands = Meter.CreateCounter<long>("oauth2server.db.commands", "{command}", "Round trips to the database");

    // One for all operations of this store, which come one after the other like those of its DbContext.
    private IExecutionStrategy? _strategy;

    internal Statements Sql { get; } = Statements.Of(db);

    /// <summary>Finds the one row of a query; null when there is none.</summary>
    internal Task<TRow?> FindAsync<TRow>(string sql, Column<TRow>[] columns, Parameters parameters, CancellationToken ct) where TRow : class, new() =>
        RetryAsync(async () =>
        {
            await using var command = await CommandAsync(sql, parameters, ct);
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, ct);
            return await reader.ReadAsync(ct) ? Read(reader, columns) : null;
        }, ct);

    /// <summary>All rows of a query.</summary>
    internal Task<List<TRow>> ListAsync<TRow>(string sql, Column<TRow>[] columns, Parameters parameters, CancellationToken ct) where TRow : class, new() =>
        RetryAsync(async () =>
        {
            var rows = new List<TRow>();
            await using var command = await CommandAsync(sql, parameters, ct);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) rows.Add(Read(reader, columns));
            return rows;
        }, ct);

    /// <summary>The one value of a query, or of a statement that returns what it wrote; null when there is no row.</summary>
    internal Task<object?> ScalarAsync(string sql, Parameters parameters, CancellationToken ct, bool writes = false) =>
        RetryAsync(async () =>
        {
            using var turn = writes ? await TurnAsync(ct) : null;
            await using var command = await CommandAsync(sql, parameters, ct);
            return await command.ExecuteScalarAsync(ct);
        }, ct);

    /// <summary>Runs one text, which may hold several statements that take effect together or not at all.</summary>
    /// <returns>How many rows were changed in all.</returns>
    internal Task<int> ExecuteAsync(string sql, Parameters parameters, CancellationToken ct, bool severalStatements = false) =>
        RetryAsync(async () =>
        {
            using var turn = await TurnAsync(ct);
            await using var command = await CommandAsync(sql, parameters, ct);
            // PostgreSQL runs the statements of one message as one transaction; SQLite has to be told.
            if (!severalStatements || !Sql.IsSqlite || command.Transaction is not null) return await command.ExecuteNonQueryAsync(ct);

            await using var transaction = await command.Connection!.BeginTransactionAsync(IsolationLevel.Serializable, ct);
            command.Transaction = transaction;
            var changed = await command.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
            return changed;
        }, ct);

    // Whoever has a transaction already has SQLite's one lock: waiting here for somebody who waits for that lock would end in nobody's favour.
    private async Task<IDisposable?> TurnAsync(CancellationToken ct) =>
        Sql.IsSqlite && db.Database.CurrentTransaction is null ? await SqliteWriter.TurnAsync(db.Database.GetDbConnection().DataSource, ct) : null;

    private async Task<DbCommand> CommandAsync(string sql, Parameters parameters, CancellationToken ct)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        parameters.AddTo(command);
        if (db.Database.GetCommandTimeout() is { } seconds) command.CommandTimeout = seconds;
        Commands.Add(1);
        return command;
    }

    // Every statement recognises its own work, so that it may be run again when nobody knows whether it was committed.
    private async Task<T> RetryAsync<T>(Func<Task<T>> run, CancellationToken ct)
    {
        var strategy = _strategy ??= db.Database.CreateExecutionStrategy();
        return strategy.RetriesOnFailure && db.Database.CurrentTransaction is null
            ? await strategy.ExecuteAsync(() => ConnectedAsync(run, ct))
            : await ConnectedAsync(run, ct);
    }

    private async Task<T> ConnectedAsync<T>(Func<Task<T>> run, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            return await run();
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static TRow Read<TRow>(DbDataReader reader, Column<TRow>[] columns) where TRow : class, new()
    {
        var row = new TRow();
        for (var i = 0; i < columns.Length; i++)
        {
            if (!reader.IsDBNull(i)) columns[i].Set(row, reader, i);
        }
        return row;
    }
}
