using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Account = OAuth2Server.Host.Account;
using IAccounts = OAuth2Server.Host.IAccounts;
using UserSessions = OAuth2Server.Host.UserSessions;

namespace OAuth2Server.OpenIdConnect.Tests.Logout;

/// <summary>The queue of logouts in the store: restarts, several nodes, and each way in which a session ends.</summary>
[RfcSection("OpenID Back-Channel Logout", "2.5")]
public sealed class LogoutQueueTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_logout_that_was_not_sent_is_sent_after_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync("Sqlite");
        await using var receiver = await LogoutReceiver.StartAsync();
        receiver.Answer = http =>
        {
            http.Response.StatusCode = receiver.All.Count == 1 ? 500 : 200;
            return Task.CompletedTask;
        };
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using (var before = await LogoutSite.StartAsync(receiver, database.UseWithIssuer, clock))
        {
            // The issuer has https: its cookies need it, and so the session is ended in the store.
            var session = await SessionWithClientAsync(before);
            await EndAsync(before, session);
            await receiver.NextAsync(before);
            await Eventually.LogsAsync(before, "Next attempt at");
        }
        clock.Advance(TimeSpan.FromMinutes(1));

        await using var after = await LogoutSite.StartAsync(receiver, database.UseWithIssuer, clock);
        var message = await receiver.NextAsync();
        Assert.Equal(TestDatabase.Issuer, message.Token.Issuer);
        await Eventually.LogsAsync(after, "was sent a logout token");
        Assert.Equal(2, receiver.All.Count);
    }

    [Fact]
    public async Task What_a_node_took_and_did_not_finish_is_finished_by_another_one()
    {
        await using var database = await TestDatabase.CreateAsync("Sqlite");
        await using var receiver = await LogoutReceiver.StartAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await LogoutSite.StartAsync(receiver, database.UseWithIssuer, clock);
        var session = await SessionWithClientAsync(server);
        // A node that is killed after it took the record.
        await using (var scope = server.Services.CreateAsyncScope())
        {
            var model = scope.ServiceProvider.GetRequiredService<ISessionClientModel>();
            await model.EndSessionAsync(session.Subject, session.Id, Ct);
            var now = clock.GetUtcNow();
            if ((await model.TakeSessionClientsAsync(now, now.AddMinutes(3), 10, Ct)).Count == 0) return;
        }
        clock.Advance(TimeSpan.FromMinutes(3));

        await receiver.NextAsync(server);
        await LogoutSite.FinishedAsync(server, session);
    }

    [Fact]
    public async Task On_two_nodes_of_one_database_a_sign_out_ends_the_session_on_both_and_one_logout_token_is_sent()
    {
        await using var database = await TestDatabase.CreateAsync("PostgreSql");
        await using var receiver = await LogoutReceiver.StartAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var one = await LogoutSite.StartAsync(receiver, database.UseWithIssuer, clock);
        await using var two = await LogoutSite.StartAsync(receiver, database.UseWithIssuer, clock);
        for (var round = 1; round <= 5; round++)
        {
            var browser = one.NewBrowser();
            await browser.SignInAsync(await browser.GetAsync("/login"));
            var session = Assert.Single(await LogoutSite.SessionsAsync(one));
            await SaveClientAsync(one, session);
            var atTwo = two.NewBrowser();
            foreach (var (name, value) in browser.Cookies) atTwo.Cookies[name] = value;
            Assert.True(await LogoutSite.IsSignedInAsync(atTwo));

            await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");
            foreach (var node in (TestServer[])[two, one]) node.Services.GetRequiredService<LogoutSignal>().Wake();

            Assert.False(await LogoutSite.IsSignedInAsync(atTwo));
            await receiver.NextAsync(two);
            await LogoutSite.FinishedAsync(one, session);
            Assert.Equal(round, receiver.All.Count);
        }
        Assert.Equal(5, receiver.All.Select(message => message.Token.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    public async Task A_new_password_informs_the_clients_of_the_sessions(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var receiver = await LogoutReceiver.StartAsync();
        await using var server = await LogoutSite.StartAsync(receiver, database.Use);
        var browser = server.NewBrowser();
        await server.NewClient().SignInAsync(browser);
        await using var scope = server.Services.CreateAsyncScope();
        var (accounts, sessions) =
            (scope.ServiceProvider.GetRequiredService<IAccounts>(), scope.ServiceProvider.GetRequiredService<UserSessions>());

        Assert.Null(await accounts.SetPasswordAsync("alice", TestConfiguration.AlicePassword, Ct));
        var subject = await accounts.SetPasswordAsync("alice", "another password", Ct);
        Assert.Equal(await accounts.SubjectOfAsync("alice", Ct), subject);
        await sessions.EndAllAsync(subject!, null, Ct);

        await receiver.NextAsync();
        Assert.False(await LogoutSite.IsSignedInAsync(browser));
    }

    [Fact]
    public async Task A_restart_with_a_closed_account_informs_the_clients_once()
    {
        await using var database = await TestDatabase.CreateAsync("Sqlite");
        await using var receiver = await LogoutReceiver.StartAsync();
        await using (var before = await LogoutSite.StartAsync(receiver, database.UseWithIssuer)) await SessionWithClientAsync(before);
        for (var start = 1; start <= 2; start++)
        {
            await using var after = await LogoutSite.StartAsync(receiver, configuration =>
            {
                database.UseWithIssuer(configuration);
                configuration.Server()["Users"]![0]!["Disabled"] = true;
            });
            if (start == 1) await receiver.NextAsync();
        }
        Assert.Single(receiver.All);
    }

    private static async Task<Session> SessionWithClientAsync(TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<IAccounts>();
        var account = new Account((await accounts.SubjectOfAsync("alice", Ct))!, "alice", "stamp");
        await scope.ServiceProvider.GetRequiredService<UserSessions>().BeginAsync(account, null, "", Ct);
        var session = (await LogoutSite.SessionsAsync(server))[0];
        await SaveClientAsync(server, session);
        return session;
    }

    private static async Task SaveClientAsync(TestServer server, Session session)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var isSaved = await scope.ServiceProvider.GetRequiredService<ISessionClientModel>().SaveSessionClientAsync(new()
        {
            SessionId = session.Id,
            Subject = session.Subject,
            ClientId = "web",
            Issuer = TestDatabase.Issuer,
        }, server.Clock.GetUtcNow(), Ct);
        Assert.True(isSaved);
    }

    private static async Task EndAsync(TestServer server, Session session)
    {
        await using var scope = server.Services.CreateAsyncScope();
        Assert.True(await scope.ServiceProvider.GetRequiredService<UserSessions>().EndAsync(session.Subject, session.Id, Ct));
    }
}
