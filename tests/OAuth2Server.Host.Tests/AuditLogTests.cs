namespace OAuth2Server.Host.Tests;

public sealed class AuditLogTests
{
    [Fact]
    public async Task Every_event_is_a_line_of_its_own_category_with_ids_address_and_correlation()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var code = client.Received(await browser.SubmitAsync(await CodeFlowTests.ConsentAsync(browser, client), "ticket", ("answer", "allow")))["code"];
        var (_, token) = await client.RedeemAsync(code);
        var refreshToken = token.GetProperty("refresh_token").GetString()!;
        await client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));
        await client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));
        await client.RedeemAsync(code);
        await browser.SubmitAsync(await browser.GetAsync("/account"), "client_id");
        client.Received(await browser.SubmitAsync(await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl())), "ticket", ("answer", "deny")));

        string[] lines = [.. server.Log.Text.Split('\n').Where(line => line.Contains($" {AuditLog.Category} ", StringComparison.Ordinal))];
        Assert.Equal(
            ["CodeIssued", "ConsentGiven", "TokenIssued", "TokenIssued", "AnswerRepeated", "AuthorizationRevoked", "RequestRefused", "ConsentWithdrawn", "AuthorizationDenied"],
            lines.Select(line => line.Split(' ')[2]));
        Assert.All(lines, line => Assert.All(["ClientId=web ", "RemoteAddress=127.0.0.1 ", "CorrelationId="], part => Assert.Contains(part, line, StringComparison.Ordinal)));
        Assert.StartsWith("Warning", lines[5], StringComparison.Ordinal);
    }
}
