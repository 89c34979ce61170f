using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace OAuth2Server.Host;

/// <summary>What is wrong with a connection string, found before the first connection, and what is added to a string that does not say
/// it.</summary>
internal static class ConnectionStrings
{
    private const string PostgreSqlExample = "Host=127.0.0.1;Database=oauth2;Username=oauth2;Password=…";

    /// <summary>What is wrong, without quoting any of it: it may hold a password. Null when it can be used.</summary>
    internal static string? Problem(StoreSettings store)
    {
        try
        {
            return store.Provider switch
            {
                StoreProvider.Sqlite => SqliteProblem(new(store.ConnectionString)),
                StoreProvider.PostgreSql => PostgreSqlProblem(new(store.ConnectionString)),
                _ => null,
            };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            var example = store.Provider == StoreProvider.Sqlite ? StoreSettings.DefaultSqlite : PostgreSqlExample;
            return $"cannot be read. An example: {example}";
        }
    }

    /// <summary>The connection string with what a server needs and the string does not name: plans that are kept for the queries of EF
    /// Core, and an error within seconds when the database is unavailable.</summary>
    internal static string ForServing(string connection)
    {
        var named = new DbConnectionStringBuilder { ConnectionString = connection };
        var builder = new NpgsqlConnectionStringBuilder(connection);
        if (!Names("Max Auto Prepare", "MaxAutoPrepare")) builder.MaxAutoPrepare = 32;
        if (!Names("Timeout")) builder.Timeout = 3;
        if (!Names("Command Timeout", "CommandTimeout")) builder.CommandTimeout = 10;
        if (!Names("Application Name", "ApplicationName")) builder.ApplicationName = "OAuth2Server";
        return builder.ConnectionString;

        bool Names(params ReadOnlySpan<string> spellings)
        {
            foreach (var spelling in spellings)
            {
                if (named.ContainsKey(spelling)) return true;
            }
            return false;
        }
    }

    private static string? SqliteProblem(SqliteConnectionStringBuilder builder) =>
        builder.DataSource.Length == 0 ? $"names no file. An example: {StoreSettings.DefaultSqlite}"
        : builder.Mode == SqliteOpenMode.Memory || builder.DataSource.Equals(":memory:", StringComparison.OrdinalIgnoreCase)
            ? "names no file: for a server that forgets everything set Provider to Memory."
        : builder.Password.Length > 0 ? "has a password, and this SQLite does not encrypt: leave it out."
        : null;

    private static string? PostgreSqlProblem(NpgsqlConnectionStringBuilder builder) =>
        string.IsNullOrEmpty(builder.Host) ? $"names no Host. An example: {PostgreSqlExample}" : null;
}
