using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>Compares the clock of this node with that of the database, which is the same for all nodes. Tokens, sessions and withdrawals
/// of one node are judged by the clocks of the others.</summary>
internal sealed partial class StoreClock(HostSettings settings, TimeProvider clock, ILogger<StoreClock> log)
{
    /// <summary>A difference that is allowed and still the sign of a clock that nothing sets.</summary>
    private static readonly TimeSpan Suspicious = TimeSpan.FromSeconds(5);

    /// <summary>Warns of a difference, or stops the start.</summary>
    /// <exception cref="StartException">The clocks differ by more than the setting allows.</exception>
    internal async Task CheckAtStartAsync(HostDbContext db, CancellationToken ct)
    {
        if (await FindAsync(db, ct) is not { } finding) return;
        if (finding.Severity == Severity.Error) throw new StartException(finding.ToString());
        LogDiffers(finding.ToString());
    }

    /// <summary>Compares the clocks.</summary>
    /// <returns>Null when they agree within a few seconds, and where nothing is compared: SQLite has no clock of its own.</returns>
    internal async Task<Finding?> FindAsync(HostDbContext db, CancellationToken ct)
    {
        if (settings.Store is not { Provider: StoreProvider.PostgreSql, MaxClockDifference: { } most }) return null;
        var before = clock.GetUtcNow();
        var database = await ReadAsync(db, ct);
        var after = clock.GetUtcNow();
        // The time that the answer took is no difference.
        var (here, difference) = database < before ? (before, before - database)
            : database > after ? (after, database - after)
            : (after, TimeSpan.Zero);
        var what = $"This node's clock says {here:yyyy-MM-ddTHH:mm:ssZ}, and the clock of the database says "
            + $"{database:yyyy-MM-ddTHH:mm:ssZ}: they differ by {Math.Ceiling(difference.TotalSeconds)} s.";
        const string Remedy = "Set the clock of both machines by NTP (chrony, systemd-timesyncd).";
        if (difference > most)
        {
            return Finding.Error("clock-differs", $"{what} {HostSettings.Section}:Store:MaxClockDifference allows {TimeText.Of(most)}.",
                Remedy + " Then start this node again.");
        }
        return difference > Suspicious ? Finding.Warning("clock-drifts", what, Remedy) : null;
    }

    private static async Task<DateTimeOffset> ReadAsync(HostDbContext db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "SELECT clock_timestamp()";
            return new((DateTime)(await command.ExecuteScalarAsync(ct))!, TimeSpan.Zero);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    [LoggerMessage(270, LogLevel.Warning, "{Finding}", EventName = "ClockDiffers")]
    private partial void LogDiffers(string finding);
}
