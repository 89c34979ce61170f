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

        string[] lines = [.. server.Log.Text.Split('\n').Where(line => line.Contains($" {AuditLog.Category} ", StringComparison.Ordinal))];
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
}
