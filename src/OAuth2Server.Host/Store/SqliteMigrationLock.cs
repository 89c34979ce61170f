using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>Lets one process at a time migrate a SQLite file. A process that was killed meanwhile does not block later starts.</summary>
/// <remarks>EF Core's own lock on SQLite is a row, which stays when its process is killed: every later start would wait for it without
/// end. The lock on a file ends with its process.</remarks>
internal static class SqliteMigrationLock
{
    private const int Tries = 600;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits for the lock, then removes what an earlier process left.</summary>
    /// <returns>What releases the lock; null when there is nothing to lock.</returns>
    /// <exception cref="StartException">Another process does not end.</exception>
    internal static async Task<IDisposable?> TakeAsync(HostDbContext db, CancellationToken ct)
    {
        var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString());
        if (file.Mode is SqliteOpenMode.Memory or SqliteOpenMode.ReadOnly || file.DataSource is "" or ":memory:") return null;
        if (await OpenAsync(file.DataSource + "-migrating", ct) is not { } turn) return null;
        // The process that wrote it has ended: otherwise it would hold the file.
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", ct);
        return turn;
    }

    private static async Task<FileStream?> OpenAsync(string path, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        // A user who can open the file can block every start.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException && !File.Exists(path)))
            {
                // SQLite cannot write there either, and its error has a remedy.
                return null;
            }
            catch (IOException)
            {
                await Task.Delay(Pause, ct);
            }
        }
        var minutes = Tries * Pause.TotalMinutes;
        throw new StartException(
            $"{HostSettings.Section}:Store: another process has been migrating this database for {minutes:0} minutes. "
            + $"Wait for it or end it; it holds {path}.");
    }
}
