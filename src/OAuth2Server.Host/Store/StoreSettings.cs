using Microsoft.Data.Sqlite;

namespace OAuth2Server.Host;

/// <summary>The setting <c>Store</c>.</summary>
internal sealed record StoreSettings(StoreProvider Provider, string ConnectionString)
{
    /// <summary>SQLite, in the folder <c>data</c> of the current directory.</summary>
    internal const string DefaultSqlite = "Data Source=data/oauth2.db";

    /// <summary>By how much the clock of this node may differ from that of PostgreSQL; null compares nothing.</summary>
    public TimeSpan? MaxClockDifference { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The store of a server that names none.</summary>
    internal static StoreSettings Default { get; } = new(StoreProvider.Sqlite, DefaultSqlite);

    /// <summary>The SQLite file; null for another store.</summary>
    internal string? File => Provider == StoreProvider.Sqlite ? new SqliteConnectionStringBuilder(ConnectionString).DataSource : null;

    /// <summary>The same, with a relative file counted from a folder, so that messages can say where it is.</summary>
    internal StoreSettings In(string folder) => File is { } file && !file.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        ? this with { ConnectionString = WithFile(Path.GetFullPath(file, folder)) }
        : this;

    /// <summary>The provider alone: a connection string may hold a password.</summary>
    public override string ToString() => Provider.ToString();

    private string WithFile(string file) => new SqliteConnectionStringBuilder(ConnectionString) { DataSource = file }.ConnectionString;
}
