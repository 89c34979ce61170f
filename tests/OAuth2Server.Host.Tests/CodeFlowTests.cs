using System.Text.Json;

namespace OAuth2Server.Host.Tests;

public sealed class CodeFlowTests
{
    [Fact]
    public async Task A_user_signs_in_and_consents_and_the_client_gets_tokens_refreshes_them_and_reads()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));

        var login = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
        Assert.Equal("Sign in", login.Document.Title);
        var consent = await browser.FollowAsync(await browser.SignInAsync(login));
        Assert.Contains("Read your data", consent.Body, StringComparison.Ordinal);
        var received = client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "allow")));
        Assert.Equal(client.State, received["state"]);
        Assert.Equal(server.Address, received["iss"]);

        var (status, token) = await client.RedeemAsync(received["code"]);
        Assert.Equal(200, status);
        Assert.Equal("read write", token.Text("scope"));
        (status, token) = await client.RefreshAsync(token);
        Assert.Equal(200, status);

        var (read, _, body) = await client.UseAsync("/demo/read", token.Text("access_token"));
        Assert.Equal(200, read);
        var answer = JsonDocument.Parse(body).RootElement;
        Assert.Equal(("alice", "web", "read write"), (answer.Text("subject"), answer.Text("client_id"), answer.Text("scope")));
    }

    [Fact]
    public async Task A_user_who_is_signed_in_sees_the_consent_page_first()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        await browser.SignInAsync(await browser.GetAsync("/login"));

        var consent = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));

        Assert.NotNull(consent.Document.QuerySelector("button[value=allow]"));
    }

    [Fact]
    public async Task A_user_who_denies_sends_the_client_access_denied()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var consent = await ConsentAsync(browser, client);

        var received = client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "deny")));

        Assert.Equal("access_denied", received["error"]);
        Assert.Equal(client.State, received["state"]);
        Assert.DoesNotContain("code", received.Keys);
    }

    [Fact]
    public async Task A_user_can_allow_a_part_of_the_requested_scope()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var consent = await ConsentAsync(browser, client);

        var received = client.Received(await browser.SubmitAsync(consent, "ticket", ("scope", "read"), ("answer", "allow")));
        var (_, token) = await client.RedeemAsync(received["code"]);

        Assert.Equal("read", token.Text("scope"));
        Assert.Equal(403, (await client.UseAsync("/demo/write", token.Text("access_token"))).Status);
    }

    [Fact]
    public async Task A_form_that_adds_a_scope_adds_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var consent = await ConsentAsync(browser, client, "read");

        var answer = await browser.SubmitAsync(consent, "ticket", ("scope", "read"), ("scope", "write"), ("answer", "allow"));
        var received = client.Received(answer);
        var (_, token) = await client.RedeemAsync(received["code"]);

        Assert.Equal("read", token.Text("scope"));
    }

    [Fact]
    public async Task Allowing_no_scope_is_denying()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var consent = await ConsentAsync(browser, client);

        var received = client.Received(await browser.SubmitAsync(consent, "ticket", ("scope", null), ("answer", "allow")));

        Assert.Equal("access_denied", received["error"]);
    }

    [Fact]
    public async Task A_native_application_gets_its_code_through_its_private_scheme()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address, "native", null, "com.example.app:/cb"));
        var consent = await ConsentAsync(browser, client, null);

        var received = client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "allow")));
        var (status, token) = await client.RedeemAsync(received["code"]);

        Assert.Equal(200, status);
        Assert.Equal("read", token.Text("scope"));
    }

    [Fact]
    public async Task A_user_who_was_removed_gets_no_further_tokens()
    {
        await using var server = await TestServer.StartAsync(services: services => ForgetfulAccounts.AddTo(services));
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var consent = await ConsentAsync(browser, client);
        var received = client.Received(await browser.SubmitAsync(consent, "ticket", ("answer", "allow")));

        ForgetfulAccounts.Of(server.Services).Forget("alice");
        var (status, error) = await client.RedeemAsync(received["code"]);

        Assert.Equal(400, status);
        Assert.Equal("invalid_grant", error.Text("error"));
        Assert.Equal("Sign in", (await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()))).Document.Title);
    }

    /// <summary>Goes from the client through the sign-in to the consent page.</summary>
    internal static async Task<Answer> ConsentAsync(
        Browser browser,
        OAuthClient client,
        string? scope = "read write",
        string username = "alice",
        string password = TestConfiguration.AlicePassword)
    {
        var login = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl(scope)));
        return await browser.FollowAsync(await browser.SignInAsync(login, username, password));
    }
}
