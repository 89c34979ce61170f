using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace OAuth2Server.LoadBenchmark;

/// <summary>SQLite with write-ahead logging: one writer behind a lock with a commit for each request, and several readers.</summary>
internal sealed class SqliteDatabase(string connectionString) : IDatabase
{
    private static readonly Statement Begin = new("BEGIN IMMEDIATE");
    private static readonly Statement Commit = new("COMMIT");
    private static readonly Statement Rollback = new("ROLLBACK");

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentBag<Session> _readers = [];
    private Session? _writer;

    public ValueTask<T?> FindAsync<T>(Statement query, object?[] values, Func<DbDataReader, T> read) where T : class
    {
        var reader = _readers.TryTake(out var idle) ? idle : new(connectionString);
        try
        {
            return new(reader.Find(query, values, read));
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    public async ValueTask InsertAsync(Statement insert, object?[] values)
    {
        await _turn.WaitAsync();
        try
        {
            _writer ??= new(connectionString);
            _writer.Execute(insert, values);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask<bool> ExchangeAsync(object?[] consume, object?[] access, object?[] refresh)
    {
        await _turn.WaitAsync();
        try
        {
            _writer ??= new(connectionString);
            return Exchange(_writer, consume, access, refresh);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var reader in _readers) reader.Dispose();
        _writer?.Dispose();
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool Exchange(Session writer, object?[] consume, object?[] access, object?[] refresh)
    {
        writer.Execute(Begin, []);
        try
        {
            if (writer.Execute(FloorSql.Consume, consume) != 1)
            {
                writer.Execute(Rollback, []);
                return false;
            }
            writer.Execute(FloorSql.InsertAccessToken, access);
            writer.Execute(FloorSql.InsertRefreshToken, refresh);
            writer.Execute(Commit, []);
            return true;
        }
        catch (SqliteException)
        {
            writer.Execute(Rollback, []);
            throw;
        }
    }

    /// <summary>One connection, open as long as the program runs, with its prepared statements.</summary>
    private sealed class Session : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly Dictionary<Statement, SqliteCommand> _commands = [];

        internal Session(string connectionString)
        {
            _connection = new(connectionString);
            _connection.Open();
            using var settings = _connection.CreateCommand();
            settings.CommandText = "PRAGMA busy_timeout=30000; PRAGMA synchronous=FULL; PRAGMA journal_mode=WAL;";
            settings.ExecuteNonQuery();
        }

        internal int Execute(Statement statement, object?[] values) => Command(statement, values).ExecuteNonQuery();

        internal T? Find<T>(Statement query, object?[] values, Func<DbDataReader, T> read) where T : class
        {
            using var rows = Command(query, values).ExecuteReader(CommandBehavior.SingleRow);
            return rows.Read() ? read(rows) : null;
        }

        public void Dispose()
        {
            foreach (var command in _commands.Values) command.Dispose();
            _connection.Dispose();
        }

        private SqliteCommand Command(Statement statement, object?[] values)
        {
            if (!_commands.TryGetValue(statement, out var command)) _commands.Add(statement, command = Prepare(statement));
            for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
            return command;
        }

        private SqliteCommand Prepare(Statement statement)
        {
            var command = _connection.CreateCommand();
            command.CommandText = statement.Sql;
            for (var i = 1; i <= statement.Types.Count; i++) command.Parameters.AddWithValue($"${i}", DBNull.Value);
            command.Prepare();
            return command;
        }
    }
}
