namespace OAuth2Server.Host;

/// <summary>Where everything is kept.</summary>
internal enum StoreProvider
{
    /// <summary>In this process: forgotten when it ends.</summary>
    Memory,

    /// <summary>In a SQLite file.</summary>
    Sqlite,

    /// <summary>In a PostgreSQL database.</summary>
    PostgreSql,
}

/// <summary>The setting <c>Store</c>.</summary>
internal sealed record StoreSettings(StoreProvider Provider, string ConnectionString)
{
    /// <summary>SQLite, in the folder <c>data</c> of the current directory.</summary>
    internal const string DefaultSqlite = "Data Source=data/oauth2.db";

    /// <summary>The store of a server that names none.</summary>
    internal static StoreSettings Default { get; } = new(StoreProvider.Sqlite, DefaultSqlite);

    /// <summary>The provider alone: a connection string may hold a password.</summary>
    public override string ToString() => Provider.ToString();
}
