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
        List<string> secrets =
        [
            TestConfiguration.WebSecret, TestConfiguration.LegacySecret, TestConfiguration.AlicePassword, TestConfiguration.BobPassword,
            "wrong-guess-at-sign-in",
        ];
        await CodeFlowAsync(server, secrets);
        await OtherGrantsAsync(server, secrets);
        var keys = server.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository!.GetAllElements();
        secrets.AddRange(keys.Select(key => key.Descendants("value").First().Value));

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
        var (_, second) = await client.RefreshAsync(first);
        await client.UseAsync("/demo/read", second.Text("access_token"));
        await client.UseAsync("/demo/read?access_token=" + second.Text("access_token"), null);
        await client.UseAsync("/demo/write", "guessed-access-token");

        // Failures: reuse of a code and of a refresh token, a denial, a wrong form.
        await client.RedeemAsync(received["code"]);
        await client.RefreshAsync(first);
        var denied = new OAuthClient(server.Address, "native", null, "com.example.app:/cb");
        var page = await browser.FollowAsync(await browser.GetAsync(denied.AuthorizeUrl("read")));
        denied.Received(await browser.SubmitAsync(page, "ticket", ("answer", "deny")));
        await browser.PostAsync("/login", ("username", "alice"), ("password", TestConfiguration.AlicePassword));

        secrets.AddRange([client.State, client.Verifier, denied.State, received["code"], "guessed-access-token"]);
        secrets.AddRange([first.Text("access_token"), first.Text("refresh_token")]);
        secrets.AddRange([second.Text("access_token"), second.Text("refresh_token"), .. browser.Cookies.Values]);
        secrets.Add(consent.Ticket);
    }

    private static async Task OtherGrantsAsync(TestServer server, List<string> secrets)
    {
        var client = new OAuthClient(server.Address, "legacy", TestConfiguration.LegacySecret);
        var (_, token) = await client.PasswordAsync(TestConfiguration.AlicePassword);
        secrets.Add(token.Text("access_token"));
        (_, token) = await client.ClientCredentialsAsync();
        secrets.Add(token.Text("access_token"));
        await client.PasswordAsync("wrong-guess-at-sign-in");
        await new OAuthClient(server.Address, "legacy", "wrong-guess-at-sign-in").ClientCredentialsAsync();
    }

}
