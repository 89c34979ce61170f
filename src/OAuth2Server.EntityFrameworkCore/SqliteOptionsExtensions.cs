using System.Data.Common;
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
        // The mode is a property of the file; the two others are of each connection. The timeout is for writers of other processes.
        private readonly string _text = $"PRAGMA journal_mode=WAL; PRAGMA synchronous={(survivesPowerCut ? "FULL" : "NORMAL")}; PRAGMA busy_timeout=30000;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Apply(connection);
            return Task.CompletedTask;
        }

        private void Apply(DbConnection connection)
        {
            // EF Core looks whether the file exists on a connection that may not set the mode.
            if (connection is not SqliteConnection || connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase)) return;
            using var command = connection.CreateCommand();
            command.CommandText = _text;
            command.ExecuteNonQuery();
        }
    }
}
