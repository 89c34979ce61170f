using Npgsql;

namespace OAuth2Server.StorageBenchmark;

internal sealed class PostgreSqlRawWork(NpgsqlDataSource source) : RawWork
{
    public override async Task<bool> FindAsync(string text)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(RawSql.Find, connection);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SecretHash.Of(text).ToByteArray() });
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SingleRow);
        return await reader.ReadAsync() && Read(reader) is not null;
    }

    protected override async Task<int> RunAsync(params (string Sql, object[] Values)[] statements)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (sql, values) in statements)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values) command.Parameters.Add(new() { Value = value });
            batch.BatchCommands.Add(command);
        }
        return await batch.ExecuteNonQueryAsync();
    }
}
