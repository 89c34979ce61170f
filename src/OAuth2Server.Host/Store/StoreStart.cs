using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>Brings the database to this program's schema before the first request, or says why it cannot.</summary>
internal sealed partial class StoreStart(
    IServiceScopeFactory scopes, HostSettings settings, StoreClock clock, SealedKeysStart keys, ILogger<StoreStart> log)
{
    // An index over a large table can take minutes.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(30);

    /// <exception cref="StartException">The database cannot be used; the problem names the remedy.</exception>
    internal async Task RunAsync(CancellationToken ct)
    {
        if (settings.Store.File is { } file)
        {
            CreateFolder(file);
            var mode = new SqliteConnectionStringBuilder(settings.Store.ConnectionString).Mode;
            if (!File.Exists(file) && mode == SqliteOpenMode.ReadWriteCreate) MakeFileOurs(file);
        }
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDbContext>();
        try
        {
            await ConnectAsync(db, ct);
            await clock.CheckAtStartAsync(db, ct);
            await MigrateAsync(db, ct);
            await keys.RunAsync(db, ct);
        }
        catch (Exception e) when (e is not (StartException or OperationCanceledException))
        {
            throw StoreFailure.ToStartException(e);
        }
    }

    // Without EF Core, which would create a missing PostgreSQL database and would retry what cannot succeed.
    private static async Task ConnectAsync(HostDbContext db, CancellationToken ct)
    {
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(ct);
        await connection.CloseAsync();
    }

    private async Task MigrateAsync(HostDbContext db, CancellationToken ct)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        string[] applied = await AppliedAsync(db, ct);
        if (applied.FirstOrDefault(m => !known.Contains(m)) is { } newer)
        {
            throw StoreFailure.Problem(
                $"a newer version of this program made this database (it has migration {newer}). "
                + "Start that version, or restore a backup from before it.");
        }

        // Without a new migration no lock is needed, and no right to change tables.
        if (known.Count == applied.Length) return;
        LogMigrates(known.Count - applied.Length, settings.Store);
        db.Database.SetCommandTimeout(CommandTimeout);
        // Nodes that start together wait for the one that migrates. EF Core's own locks are not enough on either database.
        using var fileTurn = settings.Store.Provider == StoreProvider.Sqlite ? await SqliteMigrationLock.TakeAsync(db, ct) : null;
        await using var turn = settings.Store.Provider == StoreProvider.PostgreSql
            ? await PostgreSqlMigrationLock.TakeAsync(settings.Store.ConnectionString, CommandTimeout, ct)
            : null;
        if ((await AppliedAsync(db, ct)).Length > 0) await db.Database.MigrateAsync(ct);
        else await SchemaScript.RunAsync(db, settings.Store.Provider, CommandTimeout, ct);
    }

    private async Task<string[]> AppliedAsync(HostDbContext db, CancellationToken ct) =>
        settings.Store.Provider == StoreProvider.PostgreSql && !await HasHistoryAsync(db, ct)
            ? []
            : [.. await db.Database.GetAppliedMigrationsAsync(ct)];

    // On PostgreSQL, EF Core reads the table without asking whether it exists, and logs that as an error: the first line that an operator
    // would see of a new server.
    private static async Task<bool> HasHistoryAsync(HostDbContext db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = """SELECT to_regclass('"__EFMigrationsHistory"') IS NOT NULL""";
            return await command.ExecuteScalarAsync(ct) is true;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static void CreateFolder(string file)
    {
        if (Path.GetDirectoryName(file) is not { Length: > 0 } folder) return;
        try
        {
            if (!Directory.Exists(folder)) MakeOurs(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreFailure.Problem($"the folder {folder} cannot be made ({e.Message}). Make it, or name another in ConnectionString.");
        }
    }

    // The file holds the keys that seal cookies: no other user of this machine may read it. SQLite gives its journal the same rights.
    private static void MakeOurs(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void MakeFileOurs(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var made = new FileStream(file, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // SQLite cannot make it either, and its error has a remedy.
        }
    }

    [LoggerMessage(120, LogLevel.Information, "Applying {Count} migrations to the {Store} store", EventName = "Migrating")]
    private partial void LogMigrates(int count, StoreSettings store);
}
