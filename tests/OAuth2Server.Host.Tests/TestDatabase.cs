using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace OAuth2Server.Host.Tests;

/// <summary>
/// An empty store for one test: a file in a temporary folder, or a database on the PostgreSQL that <c>OAUTH2_TEST_POSTGRES</c> names.
/// </summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>The issuer of every server on this store, so that tokens and consents stay valid when the port changes.</summary>
    internal const string Issuer = "https://auth.example.com";

    private readonly string? _folder;

    private TestDatabase(StoreProvider provider, string connection, string? folder = null) =>
        (Provider, ConnectionString, _folder) = (provider, connection, folder);

    internal StoreProvider Provider { get; }

    internal string ConnectionString { get; }

    /// <summary>The connection to the PostgreSQL server. Without one the test is skipped, and the message has the remedy.</summary>
    internal static NpgsqlConnectionStringBuilder Server
    {
        get
        {
            var server = Environment.GetEnvironmentVariable("OAUTH2_TEST_POSTGRES");
            Assert.SkipWhen(string.IsNullOrEmpty(server), "OAUTH2_TEST_POSTGRES is not set: run ./test.sh or eng/postgres.sh.");
            return new(server);
        }
    }

    internal static Task<TestDatabase> CreateAsync(string provider) => CreateAsync(Enum.Parse<StoreProvider>(provider));

    internal static async Task<TestDatabase> CreateAsync(StoreProvider provider)
    {
        if (provider == StoreProvider.Memory) return new(provider, "");
        if (provider == StoreProvider.Sqlite)
        {
            var folder = HostProcess.NewFolder();
            return new(provider, $"Data Source={Path.Combine(folder, "oauth2.db")};Pooling=False", folder);
        }
        var server = Server;
        var name = "host_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await ExecuteAsync(Unpooled(server.ConnectionString), $"CREATE DATABASE {name}");
        server.Database = name;
        return new(provider, server.ConnectionString);
    }

    /// <summary>Sets this store in a configuration.</summary>
    internal void Use(JsonObject configuration)
    {
        var store = new JsonObject { [nameof(Provider)] = Provider.ToString() };
        if (Provider != StoreProvider.Memory) store[nameof(ConnectionString)] = ConnectionString;
        // The tests have a clock of their own, which runs ahead of that of the database.
        if (Provider == StoreProvider.PostgreSql) store["MaxClockDifference"] = "none";
        configuration.Server()["Store"] = store;
    }

    /// <summary>Sets this store and the common issuer in a configuration.</summary>
    internal void UseWithIssuer(JsonObject configuration)
    {
        Use(configuration);
        configuration.Server()["Issuer"] = Issuer;
    }

    internal Task ExecuteAsync(string sql) =>
        ExecuteAsync(Provider == StoreProvider.Sqlite ? new SqliteConnection(ConnectionString) : Unpooled(ConnectionString), sql);

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        if (Provider != StoreProvider.PostgreSql) return;
        var database = new NpgsqlConnectionStringBuilder(ConnectionString).Database;
        await ExecuteAsync(Unpooled(Server.ConnectionString), $"DROP DATABASE {database} WITH (FORCE)");
    }

    private static NpgsqlConnection Unpooled(string connection) =>
        new(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using (connection)
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }
}
