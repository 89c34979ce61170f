namespace OAuth2Server.Host;

/// <summary>Where everything is kept.</summary>
internal enum StoreProvider
{
    /// <summary>In this process, until it ends.</summary>
    Memory,

    /// <summary>In a SQLite file.</summary>
    Sqlite,

    /// <summary>In a PostgreSQL database.</summary>
    PostgreSql,
}
