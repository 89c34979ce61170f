using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The connections that this package keeps, by database.</summary>
internal static class ConnectionPools
{
    private const int MostPostgreSqlConnections = 32;

    // Npgsql's.
    private const int DefaultPoolSize = 100;

    private static readonly ConcurrentDictionary<(string ConnectionString, object Scope), IPooledExecutor?> Pools = new();
    private static readonly ConditionalWeakTable<IDbContextOptions, ContextOptions> Options = [];

    // A SQLite file that is closed needs no further file beside it: an operator may copy it.
    static ConnectionPools() => AppDomain.CurrentDomain.ProcessExit += (_, _) => ClearAll();

    /// <summary>The pool for a DbContext's database.</summary>
    /// <param name="db">The DbContext.</param>
    /// <param name="connection">Its connection, which is closed.</param>
    /// <returns>Null when its statements must run on its own connection.</returns>
    internal static IPooledExecutor? Find(DbContext db, DbConnection connection)
    {
        var options = Options.GetValue(db.GetService<IDbContextOptions>(), ContextOptions.Of);
        if (!options.MayPool) return null;
        if (connection is SqliteConnection)
        {
            return Pools.GetOrAdd(
                (connection.ConnectionString, options.SqliteSettings ?? ""),
                static key => Sqlite(key.ConnectionString, (string)key.Scope));
        }
        if (connection is not ICloneable cloneable) return null;
        // Two data sources may have the same text and different passwords. Where EF Core makes them, each of its service providers has
        // its own.
        var scope = options.DataSource ?? db.GetService<ISqlGenerationHelper>();
        return Pools.GetOrAdd(
            (connection.ConnectionString, scope),
            static (key, prototype) => PostgreSql(key.ConnectionString, prototype),
            cloneable);
    }

    internal static void ClearAll()
    {
        foreach (var pool in Pools.Values) pool?.Clear();
    }

    private static SqliteDatabase? Sqlite(string connectionString, string settings)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        // A database in memory, and one in a shared cache, belongs to the connections that the application holds.
        var isOfConnection = builder.Mode == SqliteOpenMode.Memory || builder.Cache == SqliteCacheMode.Shared
            || builder.DataSource is "" or ":memory:" || builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        if (isOfConnection || !builder.Pooling) return null;
        // SQLite's own pool would keep a connection open that is closed here.
        builder.Pooling = false;
        return new(builder.ConnectionString, settings.Length > 0 ? settings : null);
    }

    private static PostgreSqlDatabase? PostgreSql(string connectionString, ICloneable connection)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (bool.TryParse(Value("Pooling"), out var pooling) && !pooling) return null;
        // The application's own queries need connections of the same pool: it has at least half of them.
        var named = Value("Maximum Pool Size") ?? Value("MaxPoolSize");
        var size = int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : DefaultPoolSize;
        return new((ICloneable)connection.Clone(), Math.Min(size / 2, MostPostgreSqlConnections));

        string? Value(string name) => builder.TryGetValue(name, out var value) ? value?.ToString() : null;
    }

    /// <summary>What the options of a DbContext say about its connections.</summary>
    /// <param name="MayPool">False when the application opens connections in a way of its own.</param>
    /// <param name="SqliteSettings">The settings of <c>UseOAuth2Sqlite</c>; null without them.</param>
    /// <param name="DataSource">The application's <c>NpgsqlDataSource</c>; null for a connection string.</param>
    private sealed record ContextOptions(bool MayPool, string? SqliteSettings, object? DataSource)
    {
        internal static ContextOptions Of(IDbContextOptions options)
        {
            var all = options.FindExtension<CoreOptionsExtension>()?.Interceptors ?? [];
            var interceptors = all.OfType<IDbConnectionInterceptor>().ToArray();
            var settings = interceptors.OfType<EntityFrameworkCore.SqliteSettings>().LastOrDefault();
            var database = options.Extensions.OfType<RelationalOptionsExtension>().Single();
            // This package does not know the provider's type, only that it has this property.
            var source = database.GetType().GetProperty("DataSource")?.GetValue(database);
            var isNamed = database.Connection is null && (database.ConnectionString is not null || source is not null);
            return new(isNamed && interceptors.All(i => i is EntityFrameworkCore.SqliteSettings), settings?.Text, source);
        }
    }
}
