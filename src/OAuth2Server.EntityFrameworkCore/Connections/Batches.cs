using System.Data.Common;
using System.Runtime.CompilerServices;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>A statement as an ADO.NET batch: one round trip and, on PostgreSQL, one transaction.</summary>
internal static class Batches
{
    internal static DbBatch Create(DbConnection connection, Call call)
    {
        var batch = connection.CreateBatch();
        foreach (var part in call.Statement.Parts)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = part.Text;
            foreach (var index in part.Used)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = call.Statement.Parameters[index];
                parameter.DbType = call.Arguments.Values[index].Type;
                command.Parameters.Add(parameter);
            }
            batch.BatchCommands.Add(command);
        }
        return batch;
    }

    internal static void SetArguments(DbBatch batch, Call call)
    {
        var values = call.Arguments.Values;
        for (var i = 0; i < call.Statement.Parts.Length; i++)
        {
            var (used, parameters) = (call.Statement.Parts[i].Used, batch.BatchCommands[i].Parameters);
            for (var j = 0; j < used.Length; j++) parameters[j].Value = values[used[j]].ToDbValue();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<int[]> RunAsync(DbBatch batch, Call call, CancellationToken ct)
    {
        call.Result?.Clear();
        if (call.Result is { } result)
        {
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await ReaderRow.FillAsync(result, reader, ct);
            return [];
        }
        await batch.ExecuteNonQueryAsync(ct);
        var changed = new int[batch.BatchCommands.Count];
        for (var i = 0; i < changed.Length; i++) changed[i] = batch.BatchCommands[i].RecordsAffected;
        return changed;
    }
}
