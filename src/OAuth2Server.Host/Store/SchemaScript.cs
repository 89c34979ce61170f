using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>All migrations as one SQL script, which is generated into <c>Store/Schema</c>.</summary>
internal static class SchemaScript
{
    /// <summary>The script of a database, for operators who run it themselves. On PostgreSQL it can be run again, and applies what is
    /// missing.</summary>
    internal static string Of(StoreProvider provider) => $"BEGIN;\n\n{Read(provider)}\nCOMMIT;\n";

    /// <summary>Makes the tables of an empty database. EF Core would build its model and compute each migration for this, which takes
    /// longer than the rest of the start.</summary>
    internal static async Task RunAsync(HostDbContext db, StoreProvider provider, TimeSpan timeout, CancellationToken ct)
    {
        // EF Core opens the connection, so that it has the settings of the host.
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = db.Database.GetDbConnection();
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using var command = connection.CreateCommand();
            (command.CommandText, command.Transaction) = (Read(provider), transaction);
            command.CommandTimeout = (int)timeout.TotalSeconds;
            await command.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static string Read(StoreProvider provider)
    {
        using var file = typeof(SchemaScript).Assembly.GetManifestResourceStream($"{provider}.sql")!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
