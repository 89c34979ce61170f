using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>SQLite as a token store needs it.</summary>
public static class SqliteOptionsExtensions
{
    /// <summary>Sets write-ahead logging, so that queries do not wait for a writer, and how durable a commit is.</summary>
    /// <param name="options">The DbContext's options, with <c>UseSqlite</c>.</param>
    /// <param name="survivesPowerCut">True, the default: a commit is on the disk before it is answered (<c>synchronous=FULL</c>), so
    /// that a consumed code
    /// stays consumed. False (<c>NORMAL</c>) is faster; the last commits may be lost when the power fails, but not when the process
    /// ends.</param>
    public static DbContextOptionsBuilder UseOAuth2Sqlite(this DbContextOptionsBuilder options, bool survivesPowerCut = true)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.AddInterceptors(new SqliteSettings(survivesPowerCut));
    }
}
