using System.Data.Common;
using System.Security.Cryptography;
using Npgsql;

namespace OAuth2Server.Reliability.Tests;

/// <summary>A database of its own on the PostgreSQL that <c>OAUTH2_TEST_POSTGRES</c> names.</summary>
internal sealed class PostgreSqlDatabase : TestStore
{
    private readonly NpgsqlConnectionStringBuilder _connection;

    private PostgreSqlDatabase(NpgsqlConnectionStringBuilder connection) : base("PostgreSql", connection.ConnectionString) => _connection = connection;

    /// <summary>Makes one; a test without a server is skipped with the remedy.</summary>
    internal static async Task<TestStore> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable("OAUTH2_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "OAUTH2_TEST_POSTGRES is not set: ./test.sh starts a PostgreSQL and sets it; by hand, use eng/postgres.sh.");
        var name = $"reliability_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        await ExecuteAsync(server!, $"CREATE DATABASE {name}");
        return new PostgreSqlDatabase(new(server) { Database = name });
    }

    public override async ValueTask DisposeAsync()
    {
        await ExecuteAsync(Environment.GetEnvironmentVariable("OAUTH2_TEST_POSTGRES")!, $"DROP DATABASE {_connection.Database} WITH (FORCE)");
        await base.DisposeAsync();
    }

    protected override DbConnection Connect() => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { Pooling = false }.ConnectionString);

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
