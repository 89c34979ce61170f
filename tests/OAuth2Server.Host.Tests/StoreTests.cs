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
        string accessToken, refreshToken, session;
        await using (var before = await TestServer.StartAsync(database.UseWithIssuer, clock: clock))
        {
            var (browser, client) = (before.NewBrowser(), new OAuthClient(before.Address));
            var consent = await CodeFlowTests.ConsentAsync(browser, client);
            var (_, token) = await client.RedeemAsync(client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "allow")))["code"]);
            (accessToken, refreshToken, session) = (token.GetProperty("access_token").GetString()!, token.GetProperty("refresh_token").GetString()!, browser.Cookies["__Host-oauth2.session"]);
        }

        await using var server = await TestServer.StartAsync(configuration =>
        {
            database.UseWithIssuer(configuration);
            configuration.Server()["Users"]![0]!["Password"] = "another password";
            configuration.Server()["Clients"]!.AsArray().RemoveAt(1);
        }, clock: clock);
        var (again, web) = (server.NewBrowser(), new OAuthClient(server.Address));
        again.Cookies["__Host-oauth2.session"] = session;

        Assert.Equal(200, (await web.UseAsync("/demo/read", accessToken)).Status);
        Assert.Equal(200, (await web.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken))).Status);
        Assert.Contains("code", web.Received(await again.GetAsync(web.AuthorizeUrl())).Keys);
        Assert.Null((await again.SignInAsync(await again.GetAsync("/login"), "alice", "another password")).Location);
        Assert.Equal("/", (await again.SignInAsync(await again.GetAsync("/login"))).Location);
        var native = new OAuthClient(server.Address, "native", null, "com.example.app:/cb");
        Assert.Contains("A native app", (await again.FollowAsync(await again.GetAsync(native.AuthorizeUrl("read")))).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Hosts_that_start_together_on_an_empty_database_all_come_up_and_are_one(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var clock = NewClock();
        var servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => TestServer.StartAsync(database.UseWithIssuer, clock: clock))));
        try
        {
            var (browser, first) = (servers[0].NewBrowser(), new OAuthClient(servers[0].Address));
            var received = first.Received(await browser.SubmitAsync(await CodeFlowTests.ConsentAsync(browser, first), "ticket", ("answer", "allow")));
            var (status, token) = await first.RedeemAsync(received["code"]);
            Assert.Equal(200, status);

            foreach (var other in servers.Skip(1))
            {
                Assert.Equal(200, (await new OAuthClient(other.Address).UseAsync("/demo/read", token.GetProperty("access_token").GetString())).Status);
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
    public async Task A_user_and_a_client_that_several_nodes_create_at_once_exist_once(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var client = new HostClient { Id = "new", Type = ClientType.Confidential, DisplayName = "New", GrantTypes = ["client_credentials"], Scope = Scope.Of("read") };

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var scope = server.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IAccounts>().CreateAsync("carol", "a password of hers", default);
            await scope.ServiceProvider.GetRequiredService<IClients>().SaveAsync(client, TestConfiguration.WebSecret, default);
        })));

        var browser = server.NewBrowser();
        Assert.Equal("/", (await browser.SignInAsync(await browser.GetAsync("/login"), "Carol", "a password of hers")).Location);
        Assert.Equal(200, (await new OAuthClient(server.Address, "new").TokenAsync(("grant_type", "client_credentials"))).Status);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Odd_names_and_passwords_get_the_usual_answer(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var browser = server.NewBrowser();
        foreach (var (name, password) in ((string, string)[])[(new('a', 20_000), "x"), ("alice", new('p', 20_000)), ("\uFFFF", "\u202E"), ("a\u0301\U0001F600", "x"), ("\u0001", "x"), ("' OR 1=1 --", "x"), ("", "")])
        {
            var answer = await browser.SignInAsync(await browser.GetAsync("/login"), name, password);
            Assert.Equal("The username or the password is wrong.", answer.Document.QuerySelector("[role=alert]")!.TextContent);
        }
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_closed_account_loses_its_session_and_its_tokens(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var consent = await CodeFlowTests.ConsentAsync(browser, client);
        var (_, token) = await client.RedeemAsync(client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "allow")))["code"]);

        await database.ExecuteAsync("""UPDATE "AspNetUsers" SET "Closed" = true WHERE "UserName" = 'alice'""");

        Assert.Contains("Nobody is signed in", (await browser.GetAsync("/")).Body, StringComparison.Ordinal);
        Assert.Null((await browser.SignInAsync(await browser.GetAsync("/login"))).Location);
        Assert.Equal(400, (await client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", token.GetProperty("refresh_token").GetString()!))).Status);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Clients_that_are_stored_but_no_longer_configured_are_named_at_start_until_they_are_disabled(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var first = await TestServer.StartAsync(database.Use)) Assert.DoesNotContain("not configured", first.Log.Text, StringComparison.Ordinal);

        await using (var second = await TestServer.StartAsync(WithoutNative)) Assert.Contains("The store holds clients that are not configured, and they work: native.", second.Log.Text, StringComparison.Ordinal);

        await database.ExecuteAsync("UPDATE oauth_clients SET disabled = true WHERE id = 'native'");
        await using var third = await TestServer.StartAsync(WithoutNative);
        Assert.DoesNotContain("not configured", third.Log.Text, StringComparison.Ordinal);

        void WithoutNative(JsonObject configuration)
        {
            database.Use(configuration);
            configuration.Server()["Clients"]!.AsArray().RemoveAt(1);
        }
    }

    [Fact]
    public async Task The_files_of_a_SQLite_store_are_for_their_owner_alone()
    {
        await using var database = await TestDatabase.CreateAsync(StoreProvider.Sqlite);
        await using var server = await TestServer.StartAsync(database.Use);
        var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        // The files beside it go with the last connection: one is held meanwhile.
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
