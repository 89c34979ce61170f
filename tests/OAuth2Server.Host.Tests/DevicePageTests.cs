using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.Host.Tests;

/// <summary>The page where a user types the code that a device shows (RFC 8628 §3.3).</summary>
public sealed class DevicePageTests
{
    private const string Name = "urn:ietf:params:oauth:grant-type:device_code";

    [Fact]
    public async Task A_user_signs_in_types_the_code_and_allows_the_request()
    {
        await using var server = await StartAsync();
        var (browser, device) = (server.NewBrowser(), await DeviceAsync(server));

        var login = await browser.FollowAsync(await browser.GetAsync("/device"));
        Assert.Equal("Sign in", login.Document.Title);
        var page = await browser.FollowAsync(await browser.SignInAsync(login));
        Assert.Equal("Connect a device", page.Document.Title);
        var asked = await browser.SubmitAsync(page, "user_code", ("user_code", device.UserCode.ToLowerInvariant().Replace('-', ' ')));
        Assert.Equal("authorization_pending", (await device.PollAsync()).Text("error"));

        var answer = await browser.SubmitAsync(asked, "ticket", ("answer", "allow"));
        Assert.Equal((200, "The device is connected"), ((int)answer.Status, answer.Document.Title));
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        var token = await device.PollAsync();
        var (_, _, body) = await device.Client.UseAsync("/demo/read", token.Text("access_token"));
        Assert.Contains("\"alice\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_from_a_link_is_kept_through_the_sign_in_and_still_needs_an_answer()
    {
        await using var server = await StartAsync();
        var (browser, device) = (server.NewBrowser(), await DeviceAsync(server));

        var login = await browser.FollowAsync(await browser.GetAsync("/device?user_code=" + device.UserCode));
        var asked = await browser.FollowAsync(await browser.SignInAsync(login));

        var text = asked.Document.Body!.TextContent;
        string[] all =
        [
            device.UserCode, "A television", "(tv)", "If another person sent you the code or the link, choose Deny", "Read your data",
            "Signed in as alice",
        ];
        foreach (var expected in all)
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Empty(asked.Document.QuerySelectorAll("script, style, [style], [onclick]"));
        Assert.Contains("form-action 'self';", asked.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", asked.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Text("error"));
    }

    [Fact]
    public async Task A_denial_reaches_the_device()
    {
        await using var server = await StartAsync();
        var (browser, device) = (server.NewBrowser(), await DeviceAsync(server));

        var answer = await browser.SubmitAsync(await AskedAsync(browser, device), "ticket", ("answer", "deny"));

        Assert.Equal("You denied access", answer.Document.Title);
        Assert.Equal("access_denied", (await device.PollAsync()).Text("error"));
    }

    [Fact]
    public async Task Unchecked_scopes_are_not_given_and_without_a_checked_scope_there_is_no_access()
    {
        await using var server = await StartAsync();
        var (browser, one, other) = (server.NewBrowser(), await DeviceAsync(server, "read write"), await DeviceAsync(server, "read write"));

        await browser.SubmitAsync(await AskedAsync(browser, one), "ticket", ("answer", "allow"), ("scope", "write"));
        Assert.Equal("write", (await one.PollAsync()).Text("scope"));
        var page = await browser.GetAsync("/device?user_code=" + other.UserCode);
        var nothing = await browser.SubmitAsync(page, "ticket", ("answer", "allow"), ("scope", null));
        Assert.Equal("No access was given", nothing.Document.Title);
        Assert.Equal("access_denied", (await other.PollAsync()).Text("error"));
    }

    [Fact]
    public async Task Every_code_that_cannot_be_used_gets_the_same_message()
    {
        await using var server = await StartAsync();
        var (browser, answered) = (server.NewBrowser(), await DeviceAsync(server));
        await browser.SubmitAsync(await AskedAsync(browser, answered), "ticket", ("answer", "allow"));
        var page = await browser.GetAsync("/device");

        foreach (var code in (string[])["WDJB-MJHT", answered.UserCode, "x", "<script>", new('B', 1000)])
        {
            var wrong = await browser.SubmitAsync(page, "user_code", ("user_code", code));
            Assert.Equal((400, "Connect a device"), ((int)wrong.Status, wrong.Document.Title));
            Assert.Equal("The code is wrong or has expired. Look at the device again.", wrong.Alert);
        }
    }

    [Fact]
    public async Task An_answer_needs_a_ticket_of_the_same_user_and_a_form_of_this_server()
    {
        await using var server = await StartAsync();
        var (alice, bob, device) = (server.NewBrowser(), server.NewBrowser(), await DeviceAsync(server));
        var asked = await AskedAsync(alice, device);
        await bob.SignInAsync(await bob.GetAsync("/login"), "bob", TestConfiguration.BobPassword);
        var ofBob = await bob.GetAsync("/device?user_code=" + device.UserCode);

        Assert.Equal(400, (int)(await bob.PostAsync("/device", ("ticket", ofBob.Ticket), ("answer", "allow"))).Status);
        foreach (var ticket in (string?[])[asked.Ticket, device.UserCode, "", null])
        {
            Assert.Equal((400, "This page has expired"), await SaysAsync(bob, ofBob, ticket, "allow"));
            Assert.Equal((400, "This page has expired"), await SaysAsync(bob, ofBob, ticket, "deny"));
        }
        Assert.Equal(400, (int)(await bob.SubmitAsync(ofBob, "ticket")).Status);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Text("error"));
    }

    [Fact]
    public async Task An_expired_page_changes_nothing()
    {
        await using var server = await StartAsync();
        var (browser, device) = (server.NewBrowser(), await DeviceAsync(server));
        var asked = await AskedAsync(browser, device);

        server.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((400, "This page has expired"), await SaysAsync(browser, asked, asked.Ticket, "allow"));
        Assert.Equal("expired_token", (await device.PollAsync()).Text("error"));
    }

    [Fact]
    public async Task Withdrawing_the_consent_ends_the_access_of_the_device()
    {
        await using var server = await StartAsync(configuration => configuration.Client(0)["GrantTypes"]!.AsArray().Add(Name));
        var (browser, web) = (server.NewBrowser(), new OAuthClient(server.Address));
        await browser.SubmitAsync(await CodeFlowTests.ConsentAsync(browser, web), "ticket", ("answer", "allow"));
        var device = await DeviceAsync(server, "read", web);
        await browser.SubmitAsync(await browser.GetAsync("/device?user_code=" + device.UserCode), "ticket", ("answer", "allow"));
        var token = (await device.PollAsync()).Text("access_token");
        Assert.Equal(200, (await web.UseAsync("/demo/read", token)).Status);

        await browser.SubmitAsync(await browser.GetAsync("/account"), "client_id");
        Assert.Equal(401, (await web.UseAsync("/demo/read", token)).Status);
    }

    [Fact]
    public async Task Allowing_a_device_is_not_remembered_as_a_consent()
    {
        await using var server = await StartAsync();
        var (browser, device) = (server.NewBrowser(), await DeviceAsync(server));
        await browser.SubmitAsync(await AskedAsync(browser, device), "ticket", ("answer", "allow"));
        var account = await browser.GetAsync("/account");
        Assert.Single(account.Document.QuerySelectorAll("legend"));
        Assert.DoesNotContain("Allowed without a question", account.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClientSource.Operator)]
    [InlineData(ClientSource.Registration)]
    public async Task The_page_marks_a_client_that_registered_itself(ClientSource source)
    {
        await using var server = await StartAsync();
        var model = server.Services.GetRequiredService<MemoryHostModel>();
        var tv = await model.GetClientAsync("tv", null!, TestContext.Current.CancellationToken);
        model.AddClient(tv!.WithSource(source));
        var page = await AskedAsync(server.NewBrowser(), await DeviceAsync(server));
        Assert.Equal(source == ClientSource.Registration, page.Body.Contains("has not checked it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_client_for_it_there_is_no_page_and_no_grant()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        await browser.SignInAsync(await browser.GetAsync("/login"));
        Assert.Equal(404, (int)(await browser.GetAsync("/device")).Status);
        Assert.Equal(404, (int)(await browser.PostAsync("/oauth2/device_authorization", ("client_id", "native"))).Status);
    }

    private static Task<TestServer> StartAsync(Action<JsonObject>? change = null) => TestServer.StartAsync(configuration =>
    {
        configuration.Server()["Clients"]!.AsArray().Add(JsonNode.Parse($$"""
            { "ClientId": "tv", "Type": "Public", "DisplayName": "A television",
              "GrantTypes": ["{{Name}}", "refresh_token"], "Scopes": ["read", "write"] }
            """));
        change?.Invoke(configuration);
    });

    private static async Task<Device> DeviceAsync(TestServer server, string scope = "read", OAuthClient? client = null)
    {
        client ??= new(server.Address, "tv", null);
        var (status, body) = await client.PostAsync("/oauth2/device_authorization", ("scope", scope));
        Assert.Equal(200, status);
        return new(client, body.Text("device_code"), body.Text("user_code"));
    }

    private static async Task<Answer> AskedAsync(Browser browser, Device device)
    {
        await browser.SignInAsync(await browser.GetAsync("/login"));
        return await browser.GetAsync("/device?user_code=" + device.UserCode);
    }

    private static async Task<(int Status, string? Title)> SaysAsync(Browser browser, Answer page, string? ticket, string answer)
    {
        var said = await browser.SubmitAsync(page, "ticket", ("ticket", ticket), ("answer", answer));
        return ((int)said.Status, said.Document.Title);
    }

    private sealed record Device(OAuthClient Client, string DeviceCode, string UserCode)
    {
        internal async Task<JsonElement> PollAsync() => (await Client.TokenAsync(("grant_type", Name), ("device_code", DeviceCode))).Body;
    }
}
