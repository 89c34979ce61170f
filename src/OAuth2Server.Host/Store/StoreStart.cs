using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OAuth2Server.Host;

/// <summary>Brings the database to this program's schema before the first request, or says why it cannot.</summary>
internal sealed partial class StoreStart(IServiceScopeFactory scopes, HostSettings settings, ILogger<StoreStart> log)
{
    /// <exception cref="StartException">The database cannot be reached, or a newer program made it.</exception>
    internal async Task RunAsync(CancellationToken ct)
    {
        if (settings.Store.Provider == StoreProvider.Sqlite) CreateFolder();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDbContext>();
        try
        {
            await MigrateAsync(db, ct);
        }
        catch (Exception e) when ((e as DbException ?? e.InnerException as DbException) is { } failure)
        {
            throw new StartException($"{HostSettings.Section}:Store: {Remedy(failure)}");
        }
    }

    private async Task MigrateAsync(HostDbContext db, CancellationToken ct)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        if (await db.Database.CanConnectAsync(ct) && (await db.Database.GetAppliedMigrationsAsync(ct)).FirstOrDefault(m => !known.Contains(m)) is { } newer)
            throw new StartException($"{HostSettings.Section}:Store: a newer version of this program made this database (it has migration {newer}). Start that version, or restore a backup from before it.");

        // EF Core holds a lock in the database meanwhile: nodes that start together wait for the one that migrates.
        using var turn = settings.Store.Provider == StoreProvider.Sqlite ? await SqliteMigrationLock.TakeAsync(db, ct) : null;
        if ((await PendingAsync(db, ct)) is > 0 and var pending) SayMigrates(pending, settings.Store);
        await db.Database.MigrateAsync(ct);
    }

    private static async Task<int> PendingAsync(HostDbContext db, CancellationToken ct) =>
        await db.Database.CanConnectAsync(ct) ? (await db.Database.GetPendingMigrationsAsync(ct)).Count() : db.Database.GetMigrations().Count();

    private void CreateFolder()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(settings.Store.ConnectionString).DataSource)) is not { } folder || Directory.Exists(folder)) return;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{HostSettings.Section}:Store: the folder {folder} cannot be made ({e.Message}). Make it, or name another in ConnectionString.");
        }
    }

    private static string Remedy(DbException failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } e => $"the database does not exist ({e.MessageText}). Create it with createdb, or name another in ConnectionString.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } e => $"PostgreSQL does not let this user in ({e.MessageText}). Check Username and Password in ConnectionString.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e => $"the user may not make tables ({e.MessageText}). Grant it CREATE on the schema, or apply the migration script as the owner.",
        PostgresException e => $"PostgreSQL refused: {e.MessageText} ({e.SqlState}).",
        NpgsqlException e => $"PostgreSQL cannot be reached ({(e.InnerException ?? e).Message}). Start it, or check Host and Port in ConnectionString.",
        SqliteException { SqliteErrorCode: 14 } => "the SQLite file cannot be opened. Check that its folder exists and may be written to.",
        SqliteException { SqliteErrorCode: 26 } => "the file is no SQLite database. Name another in ConnectionString.",
        SqliteException { SqliteErrorCode: 8 } => "the SQLite file may not be written to. Check its owner and its rights.",
        _ => $"the database failed: {failure.Message}",
    };

    [LoggerMessage(120, LogLevel.Information, "Applying {Count} migrations to the {Store} store", EventName = "Migrating")]
    private partial void SayMigrates(int count, StoreSettings store);
}
