using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>An open SQLite connection with its prepared statements.</summary>
internal sealed class SqliteSession : DatabaseSession
{
    private static readonly Statement Begin = Statement.Write("BEGIN IMMEDIATE");
    private static readonly Statement Commit = Statement.Write("COMMIT");
    private static readonly Statement Rollback = Statement.Write("ROLLBACK");
    private static readonly Statement Savepoint = Statement.Write("SAVEPOINT one_write");
    private static readonly Statement Release = Statement.Write("RELEASE one_write");
    private static readonly Statement RollbackToSavepoint = Statement.Write("ROLLBACK TO one_write");

    private readonly SqliteConnection _connection;
    private readonly Dictionary<Statement, SqliteStatement[]> _prepared = [];

    /// <summary>Opens a connection.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="settings">The PRAGMAs of <see cref="SqliteSettings"/>; null for SQLite's own settings.</param>
    internal SqliteSession(string connectionString, string? settings)
    {
        _connection = new(connectionString);
        try
        {
            _connection.Open();
            raw.sqlite3_busy_timeout(_connection.Handle, 1000 * _connection.DefaultTimeout);
            if (settings is not null) SqliteSettings.Apply(_connection, settings);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>The database's file, in the form that SQLite uses.</summary>
    internal string File => _connection.DataSource;

    /// <summary>Whether a transaction is open. SQLite ends one by itself after some errors, for instance when the disk is full.</summary>
    private bool IsInTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Runs a query, or writes in the current transaction.</summary>
    internal int[] Run(Call call)
    {
        call.Result?.Clear();
        try
        {
            var prepared = Prepare(call.Statement);
            int[] changed = call.Statement.Writes ? new int[prepared.Length] : [];
            for (var i = 0; i < prepared.Length; i++)
            {
                var rows = prepared[i].Run(call.Arguments.Values, call.Result);
                if (call.Statement.Writes) changed[i] = rows;
            }
            return changed;
        }
        catch
        {
            Forget(call.Statement);
            throw;
        }
    }

    /// <summary>Runs one write and commits it.</summary>
    internal int[] Write(Call call)
    {
        // SQLite makes a transaction of a single statement by itself.
        if (call.Statement.Parts.Length == 1) return Run(call);
        Run(Begin);
        try
        {
            var changed = Run(call);
            Run(Commit);
            return changed;
        }
        catch
        {
            if (IsInTransaction) Run(Rollback);
            throw;
        }
    }

    /// <summary>Runs several writes and commits them together. One that fails changes nothing and does not stop the others.</summary>
    /// <exception cref="SqliteException">None of them is committed.</exception>
    internal void Write(IReadOnlyList<PendingWrite> writes)
    {
        Run(Begin);
        try
        {
            foreach (var write in writes) RunInSavepoint(write);
            Run(Commit);
        }
        catch
        {
            if (IsInTransaction) Run(Rollback);
            throw;
        }
    }

    public override void Dispose()
    {
        foreach (var statement in _prepared.Values.SelectMany(parts => parts)) statement.Dispose();
        _prepared.Clear();
        _connection.Dispose();
    }

    private void RunInSavepoint(PendingWrite write)
    {
        Run(Savepoint);
        try
        {
            write.Changed = Run(write.Call);
        }
        catch (Exception e) when (IsInTransaction)
        {
            write.Failure = e;
            Run(RollbackToSavepoint);
        }
        Run(Release);
    }

    private void Run(Statement statement) => Prepare(statement)[0].Run([], null);

    private SqliteStatement[] Prepare(Statement statement)
    {
        if (_prepared.TryGetValue(statement, out var prepared)) return prepared;
        prepared = [.. statement.Parts.Select(part => new SqliteStatement(_connection.Handle!, part, statement.Writes))];
        _prepared.Add(statement, prepared);
        return prepared;
    }

    // Prepared anew next time: the table may have changed.
    private void Forget(Statement statement)
    {
        if (!_prepared.Remove(statement, out var prepared)) return;
        foreach (var part in prepared) part.Dispose();
    }
}
