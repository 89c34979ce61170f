using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>Applies the settings of <see cref="SqliteOptionsExtensions.UseOAuth2Sqlite"/> to the connections of a DbContext.</summary>
internal sealed class SqliteSettings(bool survivesPowerCut) : DbConnectionInterceptor
{
    private const int ReadOnly = 8;

    // A pooled connection keeps its settings from one opening to the next. It is recognised by its native handle.
    private static readonly ConditionalWeakTable<SQLitePCL.sqlite3, string> Applied = [];

    /// <summary>The mode is a property of the file; the two others are of each connection. The timeout is for writers of other
    /// processes.</summary>
    internal string Text { get; } =
        $"PRAGMA busy_timeout=30000; PRAGMA synchronous={(survivesPowerCut ? "FULL" : "NORMAL")}; PRAGMA journal_mode=WAL;";

    /// <summary>Applies settings to an open connection, unless it has them.</summary>
    internal static void Apply(SqliteConnection connection, string settings)
    {
        if (connection.Handle is not { } handle || (Applied.TryGetValue(handle, out var last) && last == settings)) return;
        using var command = connection.CreateCommand();
        command.CommandText = settings;
        try
        {
            command.ExecuteNonQuery();
            Applied.AddOrUpdate(handle, settings);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == ReadOnly)
        {
            // EF Core opens a read-only connection to see whether the file exists. A file without a journal mode gets it from the first
            // writer.
        }
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    private void Apply(DbConnection connection)
    {
        if (connection is SqliteConnection sqlite) Apply(sqlite, Text);
    }
}
