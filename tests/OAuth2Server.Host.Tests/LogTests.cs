using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.Host.Tests;

public sealed class LogTests
{
    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task No_secret_is_logged_in_any_flow_at_the_most_verbose_level(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var secrets = new List<string> { TestConfiguration.WebSecret, TestConfiguration.LegacySecret, TestConfiguration.AlicePassword, TestConfiguration.BobPassword, "wrong-guess-at-sign-in" };
        await CodeFlowAsync(server, secrets);
        await OtherGrantsAsync(server, secrets);
        secrets.AddRange(server.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository!.GetAllElements().Select(key => key.Descendants("value").First().Value));

        Assert.Contains("Trace ", server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("Issued access token", server.Log.Text, StringComparison.Ordinal);
        Assert.All(secrets, secret =>
        {
            Assert.True(secret.Length > 10);
            Assert.DoesNotContain(secret, server.Log.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Uri.EscapeDataString(secret), server.Log.Text, StringComparison.OrdinalIgnoreCase);
        });
    }

    private static async Task CodeFlowAsync(TestServer server, List<string> secrets)
    {
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var login = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
        login = await browser.SignInAsync(login, "wrong-guess-at-sign-in", "wrong-guess-at-sign-in");
        var consent = await browser.FollowAsync(await browser.SignInAsync(login));
        var received = client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "allow")));
        var (_, first) = await client.RedeemAsync(received["code"]);
        var (_, second) = await client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", Text(first, "refresh_token")));
        await client.UseAsync("/demo/read", Text(second, "access_token"));
        await client.UseAsync("/demo/read?access_token=" + Text(second, "access_token"), null);
        await client.UseAsync("/demo/write", "guessed-access-token");

        // Failures, too: a replayed code, reuse of a refresh token, a denial, a wrong form.
        await client.RedeemAsync(received["code"]);
        await client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", Text(first, "refresh_token")));
        var denied = new OAuthClient(server.Address, "native", null, "com.example.app:/cb");
        denied.Received(await browser.SubmitAsync(await browser.FollowAsync(await browser.GetAsync(denied.AuthorizeUrl("read"))), "ticket", ("answer", "deny")));
        await browser.PostAsync("/login", ("username", "alice"), ("password", TestConfiguration.AlicePassword));

        secrets.AddRange([client.State, client.Verifier, denied.State, received["code"], "guessed-access-token", .. browser.Cookies.Values]);
        secrets.AddRange([Text(first, "access_token"), Text(first, "refresh_token"), Text(second, "access_token"), Text(second, "refresh_token")]);
        secrets.Add(consent.Document.QuerySelector("[name=ticket]")!.GetAttribute("value")!);
    }

    private static async Task OtherGrantsAsync(TestServer server, List<string> secrets)
    {
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);
        var (_, token) = await client.TokenAsync(("grant_type", "password"), ("username", "alice"), ("password", TestConfiguration.AlicePassword));
        secrets.Add(Text(token, "access_token"));
        (_, token) = await client.TokenAsync(("grant_type", "client_credentials"));
        secrets.Add(Text(token, "access_token"));
        await client.TokenAsync(("grant_type", "password"), ("username", "alice"), ("password", "wrong-guess-at-sign-in"));
        await new OAuthClient(server.Address, "legacy", "wrong-guess-at-sign-in").TokenAsync(("grant_type", "client_credentials"));
    }

    private static string Text(System.Text.Json.JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
