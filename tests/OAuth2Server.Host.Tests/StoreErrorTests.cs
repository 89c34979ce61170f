using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OAuth2Server.Host.Tests;

/// <summary>A store that cannot be used stops the start with one line that names the remedy.</summary>
public sealed class StoreErrorTests
{
    [Theory]
    [InlineData("oauth2.db", "cannot be read. An example: Data Source=")]
    [InlineData("Data Source=text.db", "the file is no SQLite database")]
    [InlineData("Data Source=folder", "the SQLite file cannot be opened")]
    [InlineData("Data Source=text.db/oauth2.db", "cannot be made")]
    [InlineData("Data Source=/proc/oauth2.db", "the SQLite file cannot be opened")]
    [InlineData("Data Source=empty.db;Mode=ReadOnly", "the SQLite file may not be written to")]
    [InlineData("Data Source=missing.db;Mode=ReadWrite", "the SQLite file cannot be opened")]
    public async Task A_SQLite_file_that_cannot_be_used(string connection, string expected)
    {
        Assert.SkipWhen(connection.Contains("/proc", StringComparison.Ordinal) && !OperatingSystem.IsLinux(), "There is no /proc here.");
        var folder = HostProcess.NewFolder();
        Directory.CreateDirectory(Path.Combine(folder, "folder"));
        await File.WriteAllTextAsync(Path.Combine(folder, "empty.db"), "", TestContext.Current.CancellationToken);
        var text = string.Concat(Enumerable.Repeat("This is not a database. ", 100));
        await File.WriteAllTextAsync(Path.Combine(folder, "text.db"), text, TestContext.Current.CancellationToken);

        await FailsAsync(folder, StoreProvider.Sqlite, connection, expected);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Rights do not bind this user.");
        if (OperatingSystem.IsWindows()) return;
        var folder = HostProcess.NewFolder();
        var locked = Directory.CreateDirectory(Path.Combine(folder, "locked"), UnixFileMode.UserRead | UnixFileMode.UserExecute).FullName;

        await FailsAsync(folder, StoreProvider.Sqlite, $"Data Source={locked}/oauth2.db", "the SQLite file cannot be opened");
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_schema_of_a_newer_program(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await (await TestServer.StartAsync(database.Use)).DisposeAsync();
        await database.ExecuteAsync("""
            INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('29990101000000_Later', '99.0.0')
            """);

        await FailsAsync(HostProcess.NewFolder(), database.Provider, database.ConnectionString,
            "a newer version of this program made this database (it has migration 29990101000000_Later). Start that version");
    }

    [Fact]
    public async Task A_PostgreSQL_database_that_does_not_exist_and_is_not_created()
    {
        var connection = TestDatabase.Server;
        connection.Database = "no_such_database";

        await FailsAsync(connection.ConnectionString,
            "the database does not exist (database \"no_such_database\" does not exist). Create it with createdb");
    }

    [Fact]
    public async Task A_wrong_PostgreSQL_password()
    {
        var connection = TestDatabase.Server;
        connection.Password = "a wrong one";

        await FailsAsync(connection.ConnectionString,
            "PostgreSQL does not let this user in (password authentication failed for user \"oauth2\"). Check Username and Password");
    }

    [Fact]
    public async Task No_PostgreSQL_password()
    {
        var server = TestDatabase.Server;
        var connection = new NpgsqlConnectionStringBuilder { Host = server.Host, Port = server.Port, Username = "oauth2" };

        await FailsAsync(connection.ConnectionString, "PostgreSQL cannot be used: No password has been provided");
    }

    [Fact]
    public async Task A_PostgreSQL_server_that_does_not_run()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        await FailsAsync($"Host=127.0.0.1;Port={port};Username=oauth2;Password=a secret one", "PostgreSQL cannot be reached (");
    }

    [Fact]
    public async Task A_PostgreSQL_host_that_has_no_address() =>
        await FailsAsync("Host=no-such-host.invalid;Username=oauth2;Password=a secret one", "PostgreSQL cannot be reached (");

    [Fact]
    public async Task A_connection_string_that_cannot_be_read() =>
        await FailsAsync("Host=127.0.0.1;Port=many;Password=a secret one", "cannot be read. An example: Host=127.0.0.1;Database=oauth2");

    private static Task FailsAsync(string connection, string expected) =>
        FailsAsync(HostProcess.NewFolder(), StoreProvider.PostgreSql, connection, expected);

    private static async Task FailsAsync(string folder, StoreProvider provider, string connection, string expected)
    {
        string[] store = [$"--OAuth2Server:Store:Provider={provider}", $"--OAuth2Server:Store:ConnectionString={connection}"];
        var (code, output, error) = await HostProcess.RunAsync(folder, ["--urls", "http://127.0.0.1:0", .. store]);

        Assert.Equal(1, code);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("OAuth2Server:Store:", line, StringComparison.Ordinal);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        var named = new DbConnectionStringBuilder { ConnectionString = provider == StoreProvider.PostgreSql ? connection : "" };
        if (named.TryGetValue("Password", out var password))
            Assert.DoesNotContain((string)password, output + error, StringComparison.Ordinal);
    }
}
