using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.OpenIdConnect.Tests.Logout;

/// <summary>The host with clients that are informed of logouts.</summary>
internal static class LogoutSite
{
    /// <summary>An address that the client <c>web</c> registered for the time after a logout.</summary>
    internal const string After = "http://127.0.0.1:9999/out";

    /// <param name="receiver">Gets the logout tokens of the clients <c>web</c> and <c>other</c>; null for none.</param>
    /// <param name="change">Changes the configuration.</param>
    /// <param name="clock">A clock that several servers share.</param>
    internal static Task<TestServer> StartAsync(
        LogoutReceiver? receiver = null, Action<JsonObject>? change = null, FakeTimeProvider? clock = null) =>
        TestServer.StartAsync(configuration =>
        {
            Site.Configure(configuration);
            configuration.Server()["OpenIdConnect"] = new JsonObject { ["AllowPrivateAddresses"] = true };
            if (receiver is not null)
            {
                configuration.Client(0)["BackchannelLogoutUri"] = receiver.Address + "/web";
                configuration.Client(3)["BackchannelLogoutUri"] = receiver.Address + "/other?x=1";
            }
            change?.Invoke(configuration);
        }, clock: clock);

    /// <summary>The address of a logout request; null leaves a parameter out.</summary>
    internal static string Url(params (string Name, string? Value)[] parameters) => QueryHelpers.AddQueryString(
        "/oauth2/end_session", parameters.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Name, p.Value)));

    /// <summary>Whether the browser has a session.</summary>
    internal static async Task<bool> IsSignedInAsync(Browser browser) => (int)(await browser.GetAsync("/account")).Status == 200;

    /// <summary>The sessions of alice in the store.</summary>
    internal static async Task<IReadOnlyList<Session>> SessionsAsync(TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var subject = await services.GetRequiredService<IAccounts>().SubjectOfAsync("alice", TestContext.Current.CancellationToken);
        return await services.GetRequiredService<ISessionModel>().GetSessionsAsync(
            subject!, server.Clock.GetUtcNow(), 100, TestContext.Current.CancellationToken);
    }

    /// <summary>The records of a session's clients.</summary>
    internal static async Task<IReadOnlyList<SessionClient>> ClientsAsync(TestServer server, Session session)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISessionClientModel>().GetSessionClientsAsync(
            session.Subject, session.Id, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until nothing is left to do for a session.</summary>
    internal static Task FinishedAsync(TestServer server, Session session) =>
        Eventually.IsAsync(async () => (await ClientsAsync(server, session)).Count == 0, $"the end of the work for {session}");

    /// <summary>Confirms the question of the sign-out page.</summary>
    internal static Task<Answer> ConfirmAsync(Browser browser, Answer page) => browser.SubmitAsync(page, "ticket");

    internal static bool IsQuestion(Answer page) => page.Document.QuerySelector("form[action='/logout'] [name=ticket]") is not null;

    internal static void IsErrorPage(Answer answer)
    {
        Assert.Equal(400, (int)answer.Status);
        Assert.Null(answer.Location);
        Assert.Equal("This request cannot be answered", answer.Document.Title);
    }

    internal static void SaysSignedOut(Answer page)
    {
        Assert.Equal(200, (int)page.Status);
        Assert.Equal("You are signed out", page.Document.Title);
    }
}
