using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>Brings the database to this program's schema before the first request, or says why it cannot.</summary>
internal sealed partial class StoreStart(IServiceScopeFactory scopes, HostSettings settings, TimeProvider clock, ILogger<StoreStart> log)
{
    // An index over a large table takes its time.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(30);

    // SQLite's migration lock is a row, and stays when a start is cut off; PostgreSQL's ends with its connection.
    private static readonly TimeSpan SqlitePatience = TimeSpan.FromMinutes(2);

    /// <exception cref="StartException">The database cannot be used; the problem names the remedy.</exception>
    internal async Task RunAsync(CancellationToken ct)
    {
        if (settings.Store.File is { } file) CreateFolder(file);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDbContext>();
        try
        {
            await ConnectAsync(db, ct);
            await MigrateAsync(db, ct);
        }
        catch (Exception e) when (e is not (StartException or OperationCanceledException))
        {
            throw StoreFailure.ToStartException(e);
        }
    }

    // Without EF Core, which would make a missing PostgreSQL database, with whatever rights it has, and retry what cannot succeed.
    private static async Task ConnectAsync(HostDbContext db, CancellationToken ct)
    {
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(ct);
        await connection.CloseAsync();
    }

    private async Task MigrateAsync(HostDbContext db, CancellationToken ct)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        string[] applied = [.. await db.Database.GetAppliedMigrationsAsync(ct)];
        if (applied.FirstOrDefault(m => !known.Contains(m)) is { } newer)
            throw StoreFailure.Problem($"a newer version of this program made this database (it has migration {newer}). Start that version, or restore a backup from before it.");

        // Nothing to do needs no lock, and no right to change tables.
        if (known.Count == applied.Length) return;
        SayMigrates(known.Count - applied.Length, settings.Store);
        db.Database.SetCommandTimeout(CommandTimeout);
        await LockedAsync(db, ct);
    }

    // EF Core holds a lock in the database meanwhile: nodes that start together wait for the one that migrates.
    private async Task LockedAsync(HostDbContext db, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(settings.Store.File is null ? Timeout.InfiniteTimeSpan : SqlitePatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await db.Database.MigrateAsync(either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw StoreFailure.Problem($"another program holds the migration lock of {settings.Store.File}. If none is running, an earlier start was cut off: run the statement DROP TABLE __EFMigrationsLock on the file and start again.");
        }
    }

    private static void CreateFolder(string file)
    {
        if (Path.GetDirectoryName(file) is not { Length: > 0 } folder || Directory.Exists(folder)) return;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreFailure.Problem($"the folder {folder} cannot be made ({e.Message}). Make it, or name another in ConnectionString.");
        }
    }

    [LoggerMessage(120, LogLevel.Information, "Applying {Count} migrations to the {Store} store", EventName = "Migrating")]
    private partial void SayMigrates(int count, StoreSettings store);
}
