using System.Data.Common;
using System.Security.Cryptography;
using Npgsql;

namespace OAuth2Server.Reliability.Tests;

/// <summary>A new database on the PostgreSQL that <c>OAUTH2_TEST_POSTGRES</c> names.</summary>
internal sealed class PostgreSqlDatabase : TestStore
{
    private readonly NpgsqlConnectionStringBuilder _connection;

    private PostgreSqlDatabase(NpgsqlConnectionStringBuilder connection) : base("PostgreSql", connection.ConnectionString) =>
        _connection = connection;

    /// <summary>Creates a database. Without a server the test is skipped, and the message has the remedy.</summary>
    internal static async Task<TestStore> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable("OAUTH2_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "OAUTH2_TEST_POSTGRES is not set: run ./test.sh or eng/postgres.sh.");
        var name = $"reliability_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        await ExecuteAsync(server!, $"CREATE DATABASE {name}");
        return new PostgreSqlDatabase(new(server) { Database = name });
    }

    public override async ValueTask DisposeAsync()
    {
        var server = Environment.GetEnvironmentVariable("OAUTH2_TEST_POSTGRES")!;
        await ExecuteAsync(server, $"DROP DATABASE {_connection.Database} WITH (FORCE)");
        await base.DisposeAsync();
    }

    protected override DbConnection Connect() => Unpooled(_connection.ConnectionString);

    private static NpgsqlConnection Unpooled(string connection) =>
        new(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = Unpooled(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
