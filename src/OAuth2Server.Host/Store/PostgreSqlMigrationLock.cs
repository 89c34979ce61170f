using Npgsql;

namespace OAuth2Server.Host;

/// <summary>Lets one node at a time migrate a PostgreSQL database, over all of its migrations.</summary>
/// <remarks>EF Core's own lock ends with the transaction of each migration: a node that waits for it comes in between two of them, and
/// both make the second. This one ends with its node's connection.</remarks>
internal static class PostgreSqlMigrationLock
{
    /// <summary>Any number will do, as long as every version of this program takes the same.</summary>
    private const long Key = 0x6F_61_75_74_68_32_01;

    /// <summary>Waits for the turn.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="patience">How long another node's migrations may take.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>What ends the turn.</returns>
    internal static async Task<IAsyncDisposable> TakeAsync(string connectionString, TimeSpan patience, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            // The lock is a transaction's and not a session's: behind a pooler the two are not the same.
            await connection.BeginTransactionAsync(ct);
            await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({Key})", connection) { CommandTimeout = (int)patience.TotalSeconds };
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
