using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace OAuth2Server.Samples;

/// <summary>The SQLite file. Many callers read at the same time, and one writes.</summary>
/// <remarks>SQLite has one writer; a queue is fairer than its busy timeout.</remarks>
public sealed class Database(string file) : IDisposable
{
    private readonly SemaphoreSlim _writer = new(1);
    private readonly string _connectionString =
        new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30 }.ConnectionString;

    /// <summary>The path of the file.</summary>
    public string File => file;

    /// <summary>Creates the tables: the application's own, and those for the tokens.</summary>
    public async Task CreateAsync()
    {
        await using var connection = await OpenAsync(default);
        // With WAL, readers do not wait for the writer.
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL");
        foreach (var script in (string[])["legacy.sql", "tokens.sql"]) await connection.ExecuteAsync(Script(script));
    }

    /// <summary>Reads with one query.</summary>
    public async ValueTask<T?> FindAsync<T>(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<T>(new(sql, parameters, cancellationToken: ct));
    }

    /// <summary>Writes in one transaction. An exception in it, also a cancellation, rolls everything back.</summary>
    public async ValueTask<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken ct)
    {
        await _writer.WaitAsync(ct);
        try
        {
            await using var connection = await OpenAsync(ct);
            // BEGIN IMMEDIATE: no other process writes between a read and a write of this transaction.
            await using var transaction = await connection.BeginTransactionAsync(ct);
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
            // A code that was consumed stays consumed after a power cut.
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
