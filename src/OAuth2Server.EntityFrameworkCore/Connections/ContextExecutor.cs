using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Runs statements on the DbContext's own connection, in its transaction when there is one.</summary>
internal sealed class ContextExecutor(DbContext db) : IExecutor
{
    public async ValueTask<int[]> RunAsync(Call call, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = db.Database.GetDbConnection();
            return connection.CanCreateBatch ? await RunBatchAsync(connection, call, ct) : await RunInTurnAsync(connection, call, ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private async Task<int[]> RunBatchAsync(DbConnection connection, Call call, CancellationToken ct)
    {
        await using var batch = Batches.Create(connection, call);
        batch.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        if (call.Timeout is { } seconds) batch.Timeout = seconds;
        Batches.SetArguments(batch, call);
        return await Batches.RunAsync(batch, call, ct);
    }

    private async Task<int[]> RunInTurnAsync(DbConnection connection, Call call, CancellationToken ct)
    {
        var current = db.Database.CurrentTransaction?.GetDbTransaction();
        // A transaction that is open already has SQLite's one lock: a wait here for a writer that waits for that lock would not end.
        if (current is not null || IsInTransaction(connection)) return await RunPartsAsync(connection, current, call, ct);

        var waits = call.Statement.Writes && connection is SqliteConnection;
        using var turn = waits ? await SqliteTurn.TakeAsync(connection.DataSource, ct) : default;
        if (call.Statement.Parts.Length == 1) return await RunPartsAsync(connection, null, call, ct);

        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, ct);
        var changed = await RunPartsAsync(connection, transaction, call, ct);
        await transaction.CommitAsync(ct);
        return changed;
    }

    // One that the application began with SQL of its own.
    private static bool IsInTransaction(DbConnection connection) =>
        connection is SqliteConnection { Handle: { } handle } && SQLitePCL.raw.sqlite3_get_autocommit(handle) == 0;

    private static async Task<int[]> RunPartsAsync(DbConnection connection, DbTransaction? transaction, Call call, CancellationToken ct)
    {
        call.Result?.Clear();
        var changed = new int[call.Statement.Parts.Length];
        for (var i = 0; i < changed.Length; i++)
        {
            await using var command = CreateCommand(connection, transaction, call, call.Statement.Parts[i]);
            if (call.Result is { } result)
            {
                await using var reader = await command.ExecuteReaderAsync(ct);
                await ReaderRow.FillAsync(result, reader, ct);
            }
            else
            {
                changed[i] = await command.ExecuteNonQueryAsync(ct);
            }
        }
        return changed;
    }

    private static DbCommand CreateCommand(DbConnection connection, DbTransaction? transaction, Call call, Statement.Part part)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (part.Text, transaction);
        if (call.Timeout is { } seconds) command.CommandTimeout = seconds;
        foreach (var index in part.Used)
        {
            var (parameter, argument) = (command.CreateParameter(), call.Arguments.Values[index]);
            parameter.ParameterName = "@" + call.Statement.Parameters[index];
            (parameter.DbType, parameter.Value) = (argument.Type, argument.ToDbValue());
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
