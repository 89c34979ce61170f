using Npgsql;

namespace OAuth2Server.Host;

/// <summary>Lets one node at a time migrate a PostgreSQL database, over all of its migrations.</summary>
/// <remarks>EF Core's own lock ends with the transaction of each migration: a node that waits for it gets it between two migrations,
/// and both nodes run the second one. This lock ends with the node's connection.</remarks>
internal static class PostgreSqlMigrationLock
{
    /// <summary>Every version of this program must take the same number.</summary>
    private const long Key = 0x6F_61_75_74_68_32_01;

    /// <summary>Waits for the lock.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="patience">How long another node's migrations may take.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>What releases the lock.</returns>
    internal static async Task<IAsyncDisposable> TakeAsync(string connectionString, TimeSpan patience, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            // The lock belongs to a transaction and not to a session: behind a pooler, a session may have several connections.
            await connection.BeginTransactionAsync(ct);
            await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({Key})", connection);
            command.CommandTimeout = (int)patience.TotalSeconds;
            await command.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
