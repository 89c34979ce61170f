namespace OAuth2Server.Host.Tests;

public sealed class AuditLogTests
{
    [Fact]
    public async Task Every_event_is_a_line_of_its_own_category_with_ids_address_and_correlation()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var code = await client.AllowAsync(browser, await CodeFlowTests.ConsentAsync(browser, client));
        var (_, tokens) = await client.RedeemAsync(code);
        await client.RefreshAsync(tokens);
        await client.RefreshAsync(tokens);
        await client.RedeemAsync(code);
        await browser.SubmitAsync(await browser.GetAsync("/account"), "client_id");
        var consent = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
        client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "deny")));

        string[] lines = [.. Lines(server).Where(line => !line.Contains("SignedIn", StringComparison.Ordinal))];
        string[] expected =
        [
            "CodeIssued", "ConsentGiven", "TokenIssued", "TokenIssued", "AnswerRepeated", "AuthorizationRevoked", "RequestRefused",
            "ConsentWithdrawn", "AuthorizationDenied",
        ];
        Assert.Equal(expected, lines.Select(line => line.Split(' ')[2]));
        foreach (var part in (string[])["ClientId=web ", "RemoteAddress=127.0.0.1 ", "CorrelationId="])
            Assert.All(lines, line => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.StartsWith("Warning", lines[5], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    public async Task Sign_ins_refused_ones_and_sign_outs_are_audited_with_account_address_and_outcome_and_without_what_was_typed(
        string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var browser = server.NewBrowser();
        await browser.SignInAsync(await browser.GetAsync("/login"), "Alice's password typed as a name", "wrong-password-1");
        await browser.SignInAsync(await browser.GetAsync("/login"), "alice", "wrong-password-2");
        await browser.SignInAsync(await browser.GetAsync("/login"));
        await browser.SubmitAsync(await browser.GetAsync("/logout"), "form_token");
        for (var i = 0; i < 12; i++) await browser.SignInAsync(await browser.GetAsync("/login"), "bob", "wrong-password-3");

        var lines = Lines(server).ToArray();
        Assert.Equal(
            (string[])["SignInRefused:", "SignInRefused:", "SignedIn", "SignedOut"], lines.Take(4).Select(line => line.Split(' ')[2]));
        var subject = lines[2].Split(' ')[3];
        Assert.Contains("no such account, account (null)", lines[0], StringComparison.Ordinal);
        Assert.Contains($"wrong password or closed account, account {subject}, by pwd", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Warning", lines[1], StringComparison.Ordinal);
        Assert.Contains($"Subject={subject} ", lines[3], StringComparison.Ordinal);
        Assert.Contains("too many failures, account", lines[^1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Contains("RemoteAddress=127.0.0.1 ", line, StringComparison.Ordinal));
        Assert.DoesNotContain("wrong-password", server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("typed as a name", string.Join('\n', lines), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(TestServer server) =>
        server.Log.Text.Split('\n').Where(line => line.Contains($" {AuditLog.Category} ", StringComparison.Ordinal));
}
