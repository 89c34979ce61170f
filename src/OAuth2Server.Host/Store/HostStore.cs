using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using OAuth2Server.AspNetCore;
using OAuth2Server.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>Adds the server over the store that the settings name.</summary>
internal static class HostStore
{
    // Data Protection otherwise takes the folder that a node is started in, and one node could not read the cookies of another.
    private const string ApplicationName = "OAuth2Server.Host";

    internal static void AddStore(this IServiceCollection services, HostSettings settings, Action<OAuth2ServerOptions> options)
    {
        switch (settings.Store.Provider)
        {
            case StoreProvider.Memory:
                services.AddMemory(settings, options);
                break;
            case StoreProvider.Sqlite:
                services.AddDatabase<SqliteHostDbContext>(
                    settings, options, (db, connection) => db.UseSqlite(connection).UseOAuth2Sqlite());
                break;
            case StoreProvider.PostgreSql:
                services.AddDatabase<PostgreSqlHostDbContext>(
                    settings, options, (db, connection) => db.UseNpgsql(ConnectionStrings.ForServing(connection), RetryBriefly));
                break;
        }
    }

    private static void AddMemory(this IServiceCollection services, HostSettings settings, Action<OAuth2ServerOptions> options)
    {
        services.TryAddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.TryAddSingleton<IAccounts, MemoryAccounts>();
        services.AddOAuth2Server<MemoryHostModel>(options, ServiceLifetime.Singleton).AddParts(settings);
        services.AddSingleton<IClients>(p => p.GetRequiredService<MemoryHostModel>());
        // The store and the sessions end with the process. The keys are not stored, so nothing needs to encrypt them.
        services.Configure<KeyManagementOptions>(keys =>
            (keys.XmlRepository, keys.XmlEncryptor) = (new MemoryKeys(), new NullXmlEncryptor()));
    }

    private static void AddDatabase<TContext>(
        this IServiceCollection services,
        HostSettings settings,
        Action<OAuth2ServerOptions> options,
        Action<DbContextOptionsBuilder, string> use)
        where TContext : HostDbContext
    {
        services.AddDbContextPool<HostDbContext, TContext>(db => use(db, settings.Store.ConnectionString));
        services.AddIdentityCore<HostUser>(identity =>
        {
            // The operator sets the passwords, in the configuration, and decides about their form. Names may be any printable text.
            identity.Password = new()
            {
                RequiredLength = 1,
                RequireDigit = false,
                RequireLowercase = false,
                RequireUppercase = false,
                RequireNonAlphanumeric = false,
            };
            identity.User.AllowedUserNameCharacters = "";
        }).AddEntityFrameworkStores<HostDbContext>();
        services.AddScoped<PasswordWork>();
        services.TryAddScoped<IAccounts, IdentityAccounts>();
        services.AddOAuth2Server<StoredHostModel>(options).AddParts(settings);
        services.AddScoped<IClients>(p => p.GetRequiredService<StoredHostModel>());
        services.AddDataProtection().SetApplicationName(ApplicationName);
        services.AddSingleton(p => new SealedKeys(
            new EntityFrameworkCoreXmlRepository<HostDbContext>(p, p.GetRequiredService<ILoggerFactory>()),
            settings.Keys.Encryption, TimeProvider.System));
        // The store encrypts each key as a whole. Data Protection itself encrypts nothing, and does not warn of it.
        services.AddOptions<KeyManagementOptions>().Configure<SealedKeys>((keys, store) =>
            (keys.XmlRepository, keys.XmlEncryptor) = (store, new NullXmlEncryptor()));
        services.AddSingleton<SealedKeysStart>();
        services.AddOAuth2Pruning<HostDbContext>();
        services.AddSingleton<StoreClock>();
        services.AddSingleton<StoreStart>();
        services.AddHealthChecks().AddCheck<StoreHealth>("store").AddCheck<SealedKeysHealth>("cookie keys", tags: [Health.WithReason]);
        if (settings.Store.Provider == StoreProvider.PostgreSql)
            services.AddHealthChecks().AddCheck<StoreClockHealth>("clock", tags: [Health.WithReason]);
    }

    private static void AddParts<TModel>(this OAuth2Builder<TModel> server, HostSettings settings)
        where TModel : class, IAuthorizationCodeModel, IRefreshTokenModel, IClientCredentialsModel, IPasswordModel, IDeviceCodeModel,
            IAccessTokenModel, ISigningKeyModel, IAssertionModel
    {
        OpenIdSettings.AddTo(server.AddGrants(settings).AddKeys(settings).AddProofs(settings), settings);
        ClientDocumentSettings.AddTo(server, settings);
    }

    // A connection that broke is tried again. A database that is unavailable must lead to an error soon.
    private static void RetryBriefly(NpgsqlDbContextOptionsBuilder options) =>
        options.EnableRetryOnFailure(maxRetryCount: 2, maxRetryDelay: TimeSpan.FromMilliseconds(500), errorCodesToAdd: null);
}
