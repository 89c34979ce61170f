using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>SQLite as a token store needs it.</summary>
public static class SqliteOptionsExtensions
{
    /// <summary>Sets write-ahead logging, so that readers never wait, and how durable a commit is.</summary>
    /// <param name="options">The DbContext's options, with <c>UseSqlite</c>.</param>
    /// <param name="survivesPowerCut">True, the default: a commit is on the disk before it is answered (<c>synchronous=FULL</c>), so that a consumed code stays consumed. False (<c>NORMAL</c>) is faster and may lose the last commits when the power fails, not when the process does.</param>
    public static DbContextOptionsBuilder UseOAuth2Sqlite(this DbContextOptionsBuilder options, bool survivesPowerCut = true)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.AddInterceptors(new Settings(survivesPowerCut));
    }

    private sealed class Settings(bool survivesPowerCut) : DbConnectionInterceptor
    {
        private const int ReadOnly = 8;

        // A pooled connection keeps its settings from one opening to the next: by its native handle it is known again.
        private static readonly ConditionalWeakTable<SQLitePCL.sqlite3, string> Applied = [];

        // The mode is a property of the file; the two others are of each connection. The timeout is for writers of other processes.
        private readonly string _text = $"PRAGMA busy_timeout=30000; PRAGMA synchronous={(survivesPowerCut ? "FULL" : "NORMAL")}; PRAGMA journal_mode=WAL;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Apply(connection);
            return Task.CompletedTask;
        }

        private void Apply(DbConnection connection)
        {
            if (connection is not SqliteConnection { Handle: { } handle }) return;
            if (Applied.TryGetValue(handle, out var last) && last == _text) return;
            using var command = connection.CreateCommand();
            command.CommandText = _text;
            try
            {
                command.ExecuteNonQuery();
                Applied.AddOrUpdate(handle, _text);
            }
            catch (SqliteException e) when (e.SqliteErrorCode == ReadOnly)
            {
                // EF Core looks with a read-only connection whether the file exists. One that has no journal mode yet (new, or its maker was killed) gets it from the first writer.
            }
        }
    }
}
