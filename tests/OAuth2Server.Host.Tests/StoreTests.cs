using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Host.Tests;

public sealed class StoreTests
{
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_restart_keeps_clients_users_tokens_consents_and_sessions(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = NewClock();
        JsonElement tokens;
        KeyValuePair<string, string> session;
        await using (var before = await TestServer.StartAsync(database.UseWithIssuer, clock: clock))
        {
            var (browser, client) = (before.NewBrowser(), new OAuthClient(before.Address));
            tokens = await client.GetTokensAsync(browser);
            session = browser.Cookies.Single(cookie => cookie.Key == browser.CookieName("session"));
        }

        await using var server = await TestServer.StartAsync(configuration =>
        {
            database.UseWithIssuer(configuration);
            configuration.Server()["Users"]![0]!["Password"] = "another password";
            configuration.Server()["Clients"]!.AsArray().RemoveAt(1);
        }, clock: clock);
        var (again, web) = (server.NewBrowser(), new OAuthClient(server.Address));
        again.Cookies[session.Key] = session.Value;

        Assert.Equal(200, (await web.UseAsync("/demo/read", tokens.Text("access_token"))).Status);
        Assert.Equal(200, (await web.RefreshAsync(tokens)).Status);
        Assert.Contains("code", web.Received(await again.GetAsync(web.AuthorizeUrl())).Keys);
        var other = server.NewBrowser();
        Assert.Null((await other.SignInAsync(await other.GetAsync("/login"), "alice", "another password")).Location);
        Assert.Equal("/", (await other.SignInAsync(await other.GetAsync("/login"))).Location);
        var native = new OAuthClient(server.Address, "native", null, "com.example.app:/cb");
        var consentPage = await again.FollowAsync(await again.GetAsync(native.AuthorizeUrl("read")));
        Assert.Contains("A native app", consentPage.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task The_first_start_on_an_empty_database_logs_no_error(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var first = await TestServer.StartAsync(database.UseWithIssuer)) MustHaveNoError(first);
        await using var second = await TestServer.StartAsync(database.UseWithIssuer);
        MustHaveNoError(second);
        Assert.DoesNotContain("Applying", second.Log.Text, StringComparison.Ordinal);

        static void MustHaveNoError(TestServer server) =>
            Assert.DoesNotContain(server.Log.Text.Split('\n'), line => line.StartsWith("Error ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Hosts_that_start_together_on_an_empty_database_all_start_and_share_it(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = NewClock();
        var starts = Enumerable.Range(0, 3).Select(_ => Task.Run(() => TestServer.StartAsync(database.UseWithIssuer, clock: clock)));
        var servers = await Task.WhenAll(starts);
        try
        {
            var (browser, first) = (servers[0].NewBrowser(), new OAuthClient(servers[0].Address));
            var tokens = await first.GetTokensAsync(browser);

            foreach (var other in servers.Skip(1))
            {
                var client = new OAuthClient(other.Address);
                Assert.Equal(200, (await client.UseAsync("/demo/read", tokens.Text("access_token"))).Status);
                var elsewhere = other.NewBrowser();
                foreach (var (name, value) in browser.Cookies) elsewhere.Cookies[name] = value;
                Assert.Contains("Signed in as <strong>alice</strong>", (await elsewhere.GetAsync("/")).Body, StringComparison.Ordinal);
            }
        }
        finally
        {
            foreach (var server in servers) await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_user_and_a_client_that_several_nodes_create_at_the_same_time_exist_once(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var client = new Client
        {
            Id = "new",
            Type = ClientType.Confidential,
            DisplayName = "New",
            GrantTypes = ["client_credentials"],
            Scope = Scope.Of("read"),
        };

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var scope = server.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IAccounts>().CreateAsync("carol", "the password of carol", default);
            await scope.ServiceProvider.GetRequiredService<IClients>().SaveAsync(new(client, TestConfiguration.WebSecret), default);
        })));

        var browser = server.NewBrowser();
        Assert.Equal("/", (await browser.SignInAsync(await browser.GetAsync("/login"), "Carol", "the password of carol")).Location);
        Assert.Equal(200, (await new OAuthClient(server.Address, "new").ClientCredentialsAsync()).Status);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_closed_account_loses_its_session_and_its_tokens(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var tokens = await client.GetTokensAsync(browser);

        await database.ExecuteAsync("""UPDATE "AspNetUsers" SET "Closed" = true WHERE "UserName" = 'alice'""");

        Assert.Contains("You are not signed in", (await browser.GetAsync("/")).Body, StringComparison.Ordinal);
        Assert.Null((await browser.SignInAsync(await browser.GetAsync("/login"))).Location);
        Assert.Equal(400, (await client.RefreshAsync(tokens)).Status);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Clients_that_are_stored_but_no_longer_configured_are_named_at_start_until_they_are_disabled(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        const string Warning = "The store has enabled clients that are not in the configuration: ";
        await using (var first = await TestServer.StartAsync(database.Use))
            Assert.DoesNotContain(Warning, first.Log.Text, StringComparison.Ordinal);

        await using (var second = await TestServer.StartAsync(WithoutNative))
            Assert.Contains(Warning + "native.", second.Log.Text, StringComparison.Ordinal);

        await database.ExecuteAsync("UPDATE oauth_clients SET disabled = true WHERE id = 'native'");
        await using var third = await TestServer.StartAsync(WithoutNative);
        Assert.DoesNotContain(Warning, third.Log.Text, StringComparison.Ordinal);

        void WithoutNative(JsonObject configuration)
        {
            database.Use(configuration);
            configuration.Server()["Clients"]!.AsArray().RemoveAt(1);
        }
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_files_of_a_SQLite_store()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.Sqlite);
        await using var server = await TestServer.StartAsync(database.Use);
        var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        // SQLite deletes the files beside it with the last connection. So the test keeps one open.
        await using var held = new SqliteConnection(database.ConnectionString);
        await held.OpenAsync(TestContext.Current.CancellationToken);
        await using var look = held.CreateCommand();
        look.CommandText = "SELECT count(*) FROM oauth_clients";
        await look.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(file + "-wal"));
        foreach (var one in (string[])[file, .. Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "-*")])
        {
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(one));
        }
    }

    private static FakeTimeProvider NewClock() => new(TimeProvider.System.GetUtcNow());
}
