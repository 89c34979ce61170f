using Microsoft.Data.Sqlite;

namespace OAuth2Server.StorageBenchmark;

internal sealed class SqliteRawWork(string connectionString) : RawWork
{
    public override async Task<bool> FindAsync(string text)
    {
        await using var connection = await OpenAsync();
        await using var command = Command(connection, RawSql.Find, [SecretHash.Of(text).ToByteArray()]);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() && Read(reader) is not null;
    }

    protected override async Task<int> RunAsync(params (string Sql, object[] Values)[] statements)
    {
        await using var connection = await OpenAsync();
        await using var transaction = statements.Length > 1 ? (SqliteTransaction)await connection.BeginTransactionAsync() : null;
        var changed = 0;
        foreach (var (sql, values) in statements)
        {
            await using var command = Command(connection, sql, values);
            command.Transaction = transaction;
            changed += await command.ExecuteNonQueryAsync();
        }
        if (transaction is not null) await transaction.CommitAsync();
        return changed;
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i]);
        return command;
    }
}
