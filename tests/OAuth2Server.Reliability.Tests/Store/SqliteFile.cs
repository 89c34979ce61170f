using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace OAuth2Server.Reliability.Tests;

/// <summary>A SQLite file in a temporary folder.</summary>
internal sealed class SqliteFile : TestStore
{
    // Relative to the folder of the configuration, which is the current directory of the host.
    private const string FileName = "oauth2.db";

    internal SqliteFile() : base("Sqlite", $"Data Source={FileName}")
    {
    }

    /// <summary>Creates a file that is not in write-ahead mode and has the lock of EF Core, as a killed migration leaves it.</summary>
    internal async Task LeaveMigrationLockAsync(CancellationToken ct)
    {
        await using var connection = Connect();
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE "__EFMigrationsLock" (
                "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
                "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00+00:00');
            """;
        await command.ExecuteNonQueryAsync(ct);
    }

    protected override DbConnection Connect() => new SqliteConnection($"Data Source={Path.Combine(Folder, FileName)};Pooling=False");
}
