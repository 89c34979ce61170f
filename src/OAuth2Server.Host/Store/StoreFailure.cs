using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace OAuth2Server.Host;

/// <summary>Says in one line why the store cannot be used and what to do. The line never contains the connection string.</summary>
internal static class StoreFailure
{
    /// <summary>Whether a database caused it.</summary>
    internal static bool IsOfStore(Exception e) => Chain(e).Any(cause => cause is DbException);

    internal static StartException ToStartException(Exception e)
    {
        var cause = Chain(e).FirstOrDefault(cause => cause is DbException) ?? Chain(e).FirstOrDefault(cause => cause is SocketException);
        return Problem(Remedy(cause ?? e));
    }

    internal static StartException Problem(string sentence) => new($"{HostSettings.Section}:Store: {sentence.ReplaceLineEndings(" ")}");

    // EF Core and its retries wrap what the driver threw, more than once.
    private static IEnumerable<Exception> Chain(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException) yield return cause;
    }

    private static string Remedy(Exception failure) => failure switch
    {
        PostgresException e => Remedy(e),
        SqliteException e => Remedy(e),
        NpgsqlException { InnerException: { } cause } => Unreachable(cause),
        NpgsqlException e => $"PostgreSQL cannot be used: {e.Message} Check ConnectionString.",
        SocketException e => Unreachable(e),
        _ => $"it cannot be used: {failure.Message} Check ConnectionString.",
    };

    private static string Unreachable(Exception cause) =>
        $"PostgreSQL cannot be reached ({cause.Message.TrimEnd('.')}). Start it, or check Host and Port in ConnectionString.";

    private static string Remedy(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName =>
            $"the database does not exist ({e.MessageText}). Create it with createdb, or name another in ConnectionString.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"PostgreSQL does not let this user in ({e.MessageText}). Check Username and Password in ConnectionString.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"the user may not do that ({e.MessageText}). Grant it CREATE on the schema, "
            + "or apply what --schema-sql PostgreSql prints as the owner.",
        _ => $"PostgreSQL refused: {e.MessageText} ({e.SqlState}).",
    };

    // The primary result codes of SQLite: https://www.sqlite.org/rescode.html
    private static string Remedy(SqliteException e) => e.SqliteErrorCode switch
    {
        5 or 6 => "another program keeps the SQLite file locked. End it, or name another file in ConnectionString.",
        8 => "the SQLite file may not be written to. Check its owner, its rights and Mode in ConnectionString.",
        10 or 13 => $"the disk refuses to take the SQLite file ({e.Message.TrimEnd('.')}). Check its free space.",
        11 => "the SQLite file is damaged. Restore a backup.",
        14 => "the SQLite file cannot be opened. "
            + "Check that its folder exists and may be written to, or name another file in ConnectionString.",
        26 => "the file is no SQLite database. Name another in ConnectionString.",
        _ => $"SQLite failed: {e.Message}",
    };
}
