using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace OAuth2Server.Samples;

/// <summary>The SQLite file. Many read at once, one writes: SQLite has one writer anyway, and a queue here is fairer than its busy timeout.</summary>
public sealed class Database(string file) : IDisposable
{
    private readonly SemaphoreSlim _writer = new(1);
    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30 }.ConnectionString;

    /// <summary>The path of the file.</summary>
    public string File => file;

    /// <summary>Creates the tables: the application's own, and those for the tokens.</summary>
    public async Task CreateAsync()
    {
        await using var connection = await OpenAsync(default);
        // Readers do not wait for the writer, and a code that was used stays used after a power cut.
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL");
        foreach (var script in (string[])["legacy.sql", "tokens.sql"]) await connection.ExecuteAsync(Script(script));
    }

    /// <summary>Reads with one query.</summary>
    public async ValueTask<T?> FindAsync<T>(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<T>(new(sql, parameters, cancellationToken: ct));
    }

    /// <summary>Writes in one transaction: whatever throws in it, a cancellation too, leaves nothing behind.</summary>
    public async ValueTask<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken ct)
    {
        await _writer.WaitAsync(ct);
        try
        {
            await using var connection = await OpenAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct); // BEGIN IMMEDIATE: no other process gets between a read and a write of it
            var result = await write(transaction);
            await transaction.CommitAsync(ct);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        using (var connection = new SqliteConnection(_connectionString)) SqliteConnection.ClearPool(connection);
        _writer.Dispose();
    }

    private async ValueTask<SqliteConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(ct);
            await connection.ExecuteAsync("PRAGMA synchronous = FULL");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static string Script(string name)
    {
        using var reader = new StreamReader(typeof(Database).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
