using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OAuth2Server.AspNetCore;
using OAuth2Server.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>Adds the server over the store that the settings name.</summary>
internal static class HostStore
{
    internal static void AddStore(this IServiceCollection services, HostSettings settings, Action<OAuth2ServerOptions> options)
    {
        switch (settings.Store.Provider)
        {
            case StoreProvider.Memory:
                services.AddMemory(settings, options);
                break;
            case StoreProvider.Sqlite:
                services.AddDatabase<SqliteHostDbContext>(settings, options, (db, connection) => db.UseSqlite(connection).UseOAuth2Sqlite());
                break;
            case StoreProvider.PostgreSql:
                services.AddDatabase<PostgreSqlHostDbContext>(settings, options, (db, connection) => db.UseNpgsql(Prepared(connection), RetryBriefly));
                break;
        }
    }

    private static void AddMemory(this IServiceCollection services, HostSettings settings, Action<OAuth2ServerOptions> options)
    {
        services.AddSingleton<IAccounts, MemoryAccounts>();
        services.AddOAuth2Server<MemoryHostModel>(options, ServiceLifetime.Singleton).AddGrants(settings.Clients);
        services.AddSingleton<IClients>(p => p.GetRequiredService<MemoryHostModel>());
        // Everything else is forgotten when the process ends, and so are the sessions.
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
    }

    private static void AddDatabase<TContext>(this IServiceCollection services, HostSettings settings, Action<OAuth2ServerOptions> options, Action<DbContextOptionsBuilder, string> use)
        where TContext : HostDbContext
    {
        services.AddDbContextPool<HostDbContext, TContext>(db => use(db, settings.Store.ConnectionString));
        services.AddIdentityCore<HostUser>(identity =>
        {
            // Who sets passwords here is the operator: his file, his rules. Names may be anything printable.
            identity.Password = new() { RequiredLength = 1, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
            identity.User.AllowedUserNameCharacters = "";
        }).AddEntityFrameworkStores<HostDbContext>();
        services.AddScoped<IAccounts, IdentityAccounts>();
        services.AddOAuth2Server<StoredHostModel>(options).AddGrants(settings.Clients);
        services.AddScoped<IClients>(p => p.GetRequiredService<StoredHostModel>());
        services.AddDataProtection().PersistKeysToDbContext<HostDbContext>();
        services.AddOAuth2Pruning<HostDbContext>();
        services.AddSingleton<StoreStart>();
        services.AddHealthChecks().AddCheck<StoreHealth>("store");
    }

    // Without prepared statements PostgreSQL plans every one of our few texts anew.
    private static string Prepared(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        if (builder.MaxAutoPrepare == 0) builder.MaxAutoPrepare = 32;
        return builder.ConnectionString;
    }

    // A connection that broke is worth another try; a database that is away is worth an answer.
    private static void RetryBriefly(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder options) =>
        options.EnableRetryOnFailure(maxRetryCount: 2, maxRetryDelay: TimeSpan.FromMilliseconds(500), errorCodesToAdd: null);

    /// <summary>What is wrong with a connection string; null when it can be read.</summary>
    internal static string? Problem(StoreSettings store)
    {
        try
        {
            _ = store.Provider switch
            {
                StoreProvider.Sqlite => new SqliteConnectionStringBuilder(store.ConnectionString).DataSource,
                StoreProvider.PostgreSql => new NpgsqlConnectionStringBuilder(store.ConnectionString).Host,
                _ => null,
            };
            return null;
        }
        catch (ArgumentException)
        {
            // Not the exception's words: they may quote the password.
            return store.Provider == StoreProvider.Sqlite
                ? $"cannot be read. An example: {StoreSettings.DefaultSqlite}"
                : "cannot be read. An example: Host=127.0.0.1;Database=oauth2;Username=oauth2;Password=…";
        }
    }
}
