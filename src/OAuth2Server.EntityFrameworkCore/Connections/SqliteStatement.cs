using System.Buffers;
using System.Data;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>A statement that is prepared on one SQLite connection; while it runs, the current row of its result.</summary>
/// <remarks>It calls SQLite's functions itself: a <see cref="SqliteCommand"/> looks up each parameter by its name, and makes a reader,
/// at every run.</remarks>
internal sealed class SqliteStatement : ResultRow, IDisposable
{
    // SQLite keeps it for long, and so takes it from another part of its memory.
    private const uint Persistent = 1;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _used;
    private readonly bool _writes;

    internal SqliteStatement(sqlite3 connection, Statement.Part part, bool writes)
    {
        (_connection, _used, _writes) = (connection, part.Used, writes);
        Check(raw.sqlite3_prepare_v3(connection, part.Text, Persistent, out _statement));
    }

    /// <summary>Runs the statement.</summary>
    /// <returns>How many rows it changed.</returns>
    internal int Run(ReadOnlySpan<Argument> arguments, Result? result)
    {
        try
        {
            for (var i = 0; i < _used.Length; i++) Bind(i + 1, arguments[_used[i]]);
            var wanted = result is not null;
            int code;
            while ((code = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
            {
                wanted = wanted && result!.Take(this);
                // A write is run to its end.
                if (!wanted && !_writes) return 0;
            }
            if (code != raw.SQLITE_DONE) Check(code);
            return _writes ? raw.sqlite3_changes(_connection) : 0;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
            raw.sqlite3_clear_bindings(_statement);
        }
    }

    internal override bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    internal override string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    internal override long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    internal override byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    internal override bool Flag(int column) => raw.sqlite3_column_int64(_statement, column) != 0;

    public void Dispose() => _statement.Dispose();

    private void Bind(int index, Argument argument) => Check(argument switch
    {
        { IsNull: true } => raw.sqlite3_bind_null(_statement, index),
        { Object: string text } => BindText(index, text),
        { Object: byte[] bytes } => raw.sqlite3_bind_blob(_statement, index, bytes),
        _ => raw.sqlite3_bind_int64(_statement, index, argument.Number),
    });

    private int BindText(int index, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > 512 ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> buffer = rented ?? stackalloc byte[512];
        var code = raw.sqlite3_bind_text(_statement, index, buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return code;
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _connection);
}
