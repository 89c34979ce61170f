using System.Data.Common;
using OAuth2Server;

namespace Snippets;

/// <summary>The part of a data access library that the model needs.</summary>
internal static class Sql
{
    internal static async Task<int> ExecuteAsync(
        this DbConnection connection, DbTransaction? transaction, string sql,
        CancellationToken ct, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.Fill(sql, parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    internal static async Task<int> ExecuteAsync(
        this DbDataSource database, string sql, CancellationToken ct, params (string Name, object? Value)[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(null, sql, ct, parameters);
    }

    internal static async Task<T?> FindAsync<T>(
        this DbDataSource database, string sql, Func<DbDataReader, T> read,
        CancellationToken ct, params (string Name, object? Value)[] parameters)
        where T : class
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = connection.CreateCommand();
        command.Fill(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? read(reader) : null;
    }

    internal static async Task<List<T>> ListAsync<T>(
        this DbDataSource database, string sql, Func<DbDataReader, T> read,
        CancellationToken ct, params (string Name, object? Value)[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = connection.CreateCommand();
        command.Fill(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<T>();
        while (await reader.ReadAsync(ct)) found.Add(read(reader));
        return found;
    }

    internal static string Text(this DbDataReader row, string column) => row.TextOrNull(column) ?? "";

    internal static string? TextOrNull(this DbDataReader row, string column) => row[column] is string text ? text : null;

    internal static DateTimeOffset? TimeOrNull(this DbDataReader row, string column) =>
        row[column] is long ticks ? new(ticks, TimeSpan.Zero) : null;

    private static void Fill(this DbCommand command, string sql, (string Name, object? Value)[] parameters)
    {
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value switch
            {
                null => DBNull.Value,
                DateTimeOffset time => time.UtcTicks,
                SecretHash hash => hash.ToByteArray(),
                _ => value,
            };
            command.Parameters.Add(parameter);
        }
    }
}
