using Microsoft.AspNetCore.Http;

namespace OAuth2Server.OpenIdConnect.Tests.Logout;

/// <summary>Clients that do not accept a logout token: how often, when, and with what it is tried again.</summary>
[RfcSection("OpenID Back-Channel Logout", "2.5")]
public sealed class LogoutAttemptTests
{
    // The waits after the first four attempts: the fifth is about an hour after the logout.
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(50)];

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_client_that_fails_gets_a_fresh_token_five_times_within_an_hour_and_then_no_more(int status)
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        receiver.Answer = http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        await using var server = await LogoutSite.StartAsync(receiver);
        var session = await SignOutAsync(server);

        var messages = new List<LogoutMessage> { await receiver.NextAsync() };
        foreach (var (wait, attempt) in Waits.Select((wait, i) => (wait, i + 1)))
        {
            await Eventually.LogsAsync(server, $"attempt {attempt}: it answered {status}. Next attempt at");
            server.Clock.Advance(wait);
            messages.Add(await receiver.NextAsync(server));
        }
        await Eventually.LogsAsync(server, $"attempt 5: it answered {status}. No further attempt is made");
        await LogoutSite.FinishedAsync(server, session);

        Assert.Equal(5, messages.Select(message => message.Token.Id).Distinct().Count());
        Assert.All(messages, message => Assert.Equal(TimeSpan.FromMinutes(2), message.Token.ValidTo - message.Token.IssuedAt));
        Assert.True(messages[4].Token.IssuedAt - messages[0].Token.IssuedAt >= TimeSpan.FromMinutes(61));
        Assert.Equal(5, receiver.All.Count);
    }

    [Fact]
    public async Task A_client_that_works_again_gets_one_token_more()
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        receiver.Answer = http =>
        {
            http.Response.StatusCode = receiver.All.Count == 1 ? 502 : 204;
            return Task.CompletedTask;
        };
        await using var server = await LogoutSite.StartAsync(receiver);
        var session = await SignOutAsync(server);

        await receiver.NextAsync();
        await Eventually.LogsAsync(server, "Next attempt at");
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        await receiver.NextAsync(server);
        await LogoutSite.FinishedAsync(server, session);
        Assert.Equal(2, receiver.All.Count);
    }

    [Theory]
    [InlineData(400, "it answered 400")]
    [InlineData(404, "it answered 404")]
    [InlineData(302, "it redirected the request, which is not followed")]
    [InlineData(307, "it redirected the request, which is not followed")]
    public async Task A_client_that_refuses_or_redirects_gets_no_second_token(int status, string problem)
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        receiver.Answer = http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = receiver.Address + "/elsewhere";
            return Task.CompletedTask;
        };
        await using var server = await LogoutSite.StartAsync(receiver);
        var session = await SignOutAsync(server);

        await receiver.NextAsync();
        await Eventually.LogsAsync(server, $"attempt 1: {problem}. No further attempt is made");
        await LogoutSite.FinishedAsync(server, session);
        Assert.Equal("/web", Assert.Single(receiver.All).Path);
    }

    [Fact]
    public async Task A_client_that_never_answers_keeps_no_other_client_waiting_and_is_tried_again()
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        receiver.Answer = http => http.Request.Path == "/web" ? Task.Delay(Timeout.Infinite, http.RequestAborted) : Task.CompletedTask;
        await using var server = await LogoutSite.StartAsync(receiver);
        var (browser, other) = (server.NewBrowser(), server.NewOtherClient());
        await server.NewClient().SignInAsync(browser);
        await other.SignInAsync(browser);
        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");

        string[] paths = [(await receiver.NextAsync()).Path, (await receiver.NextAsync()).Path];
        Assert.Equal(["/other", "/web"], paths.Order());
        await Eventually.LogsAsync(server, "Client other was sent a logout token");
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.LogsAsync(server, "attempt 1: it did not answer in time. Next attempt at");
    }

    [Fact]
    public async Task A_body_without_end_is_not_read()
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        receiver.Answer = async http =>
        {
            var block = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(block, http.RequestAborted);
        };
        await using var server = await LogoutSite.StartAsync(receiver);
        var session = await SignOutAsync(server);

        await receiver.NextAsync();
        await LogoutSite.FinishedAsync(server, session);
        await Eventually.LogsAsync(server, "Client web was sent a logout token");
    }

    [Theory]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://127.0.0.1:9/")]
    [InlineData("https://localhost:9/")]
    [InlineData("https://[::1]:9/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("http://127.0.0.1:9/")]
    public async Task An_address_inside_of_the_network_gets_no_request(string address)
    {
        await using var server = await LogoutSite.StartAsync(change: configuration =>
        {
            configuration.Server().Remove("OpenIdConnect");
            configuration.Client(0)["BackchannelLogoutUri"] = address;
        });
        var session = await SignOutAsync(server);

        await Eventually.LogsAsync(server, "attempt 1: its address is no");
        await LogoutSite.FinishedAsync(server, session);
        Assert.Contains("No further attempt is made", server.Log.Text, StringComparison.Ordinal);
    }

    internal static async Task<Session> SignOutAsync(TestServer server)
    {
        var browser = server.NewBrowser();
        await server.NewClient().SignInAsync(browser);
        var session = Assert.Single(await LogoutSite.SessionsAsync(server));
        await browser.SubmitAsync(await browser.GetAsync("/logout"), "_logout");
        return session;
    }
}
