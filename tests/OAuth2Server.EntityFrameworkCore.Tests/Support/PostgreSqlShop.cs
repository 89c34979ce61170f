using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The shop in a database of its own on the PostgreSQL that <c>OAUTH2_TEST_POSTGRES</c> names.</summary>
public sealed class PostgreSqlShop : ShopStore
{
    private const string Template = "shop_template";
    private static readonly SemaphoreSlim Once = new(1, 1);
    private static bool s_templateExists;

    private readonly NpgsqlConnectionStringBuilder _connection;

    private PostgreSqlShop(NpgsqlConnectionStringBuilder connection, bool retries)
    {
        _connection = connection;
        Options = (DbContextOptions<ShopDb>)new DbContextOptionsBuilder<ShopDb>().UseNpgsql(connection.ConnectionString, o =>
        {
            if (retries) o.EnableRetryOnFailure();
        }).Options;
    }

    internal override DbContextOptions<ShopDb> Options { get; }

    /// <summary>The server's address; a test without one is skipped with the remedy.</summary>
    internal static string Server
    {
        get
        {
            var server = Environment.GetEnvironmentVariable("OAUTH2_TEST_POSTGRES");
            Assert.SkipWhen(string.IsNullOrEmpty(server),
                "OAUTH2_TEST_POSTGRES is not set: ./test.sh starts a PostgreSQL and sets it; by hand, use eng/postgres.sh.");
            return server!;
        }
    }

    internal static async ValueTask<ShopStore> CreateAsync()
    {
        var server = Server;
        await EnsureTemplateAsync(server);
        var name = $"shop_{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}";
        await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE {Template}");
        return new PostgreSqlShop(new(server) { Database = name, MaxPoolSize = 70 }, retries: true);
    }

    internal override DbContextOptions<ShopDb> With(Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy = null,
        IInterceptor? interceptor = null)
    {
        var builder = new DbContextOptionsBuilder<ShopDb>();
        builder.UseNpgsql(_connection.ConnectionString, o => o.ExecutionStrategy(strategy ?? (d => new NonRetryingExecutionStrategy(d))));
        return interceptor is null ? builder.Options : builder.AddInterceptors(interceptor).Options;
    }

    internal override string Table(string name) => $"login.sso_{name}";

    internal override string Bytes => "'\\x00'::bytea";

    internal override Task<string> PlanAsync(string sql) => LinesAsync("SET enable_seqscan = off; EXPLAIN " + sql, 0);

    internal override async Task<byte[]> DumpAsync()
    {
        var text = new StringBuilder();
        await using var connection = new NpgsqlConnection(_connection.ConnectionString);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand(
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables WHERE table_schema IN ('public', 'login')",
            connection))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        }
        foreach (var table in tables)
        {
            await using var rows = new NpgsqlCommand($"SELECT t::text FROM {table} t", connection);
            await using var reader = await rows.ExecuteReaderAsync();
            while (await reader.ReadAsync()) text.AppendLine(reader.GetString(0));
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public override async ValueTask DisposeAsync()
    {
        await using (var db = Open()) OAuth2ConnectionPool.Clear(db);
        await using (var connection = new NpgsqlConnection(_connection.ConnectionString)) NpgsqlConnection.ClearPool(connection);
        await ExecuteAsync(Server, $"DROP DATABASE {_connection.Database} WITH (FORCE)");
    }

    private static async Task EnsureTemplateAsync(string server)
    {
        await Once.WaitAsync();
        try
        {
            if (s_templateExists) return;
            await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {Template}");
            var template = new PostgreSqlShop(new(server) { Database = Template, Pooling = false }, retries: false);
            await using var db = template.Open();
            await db.Database.EnsureCreatedAsync();
            s_templateExists = true;
        }
        finally
        {
            Once.Release();
        }
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
