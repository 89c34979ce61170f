namespace OAuth2Server.Host.Tests;

public sealed class AccountPageTests
{
    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_consent_is_remembered_shown_and_withdrawn_with_every_access_it_gave(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        var first = await client.GetTokensAsync(browser);
        var again = await browser.GetAsync(client.AuthorizeUrl());
        var (_, second) = await client.RedeemAsync(client.Received(again)["code"]);
        Assert.Equal(200, (await client.UseAsync("/demo/read", second.Text("access_token"))).Status);

        var page = await browser.GetAsync("/account");
        Assert.Equal("A <web> app", page.Document.QuerySelector("legend")!.TextContent);
        Assert.Equal(["Read your data", "Change your data"], page.Document.QuerySelectorAll("li").Select(scope => scope.TextContent));
        Assert.Equal(server.Clock.GetUtcNow().ToString("yyyy-MM-dd", null), page.Document.QuerySelector("time")!.TextContent);
        var withdrawn = await browser.SubmitAsync(page, "client_id");

        Assert.Equal((303, "/account"), ((int)withdrawn.Status, withdrawn.Location));
        Assert.Empty((await browser.GetAsync("/account")).Document.QuerySelectorAll("legend"));
        foreach (var token in (System.Text.Json.JsonElement[])[first, second])
        {
            Assert.Equal(401, (await client.UseAsync("/demo/read", token.Text("access_token"))).Status);
            Assert.Equal("invalid_grant", (await client.RefreshAsync(token)).Body.Text("error"));
        }
        var asked = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
        Assert.StartsWith("Allow", asked.Document.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    public async Task What_is_allowed_after_a_withdrawal_works(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        await browser.SubmitAsync(await CodeFlowTests.ConsentAsync(browser, client), "ticket", ("answer", "allow"));
        await browser.SubmitAsync(await browser.GetAsync("/account"), "client_id");

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var consent = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
        var (status, token) = await client.RedeemAsync(await client.AllowAsync(browser, consent));

        Assert.Equal(200, status);
        Assert.Equal(200, (await client.UseAsync("/demo/read", token.Text("access_token"))).Status);
    }

    [Fact]
    public async Task More_scopes_than_were_allowed_ask_again_and_fewer_do_not()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        await browser.SubmitAsync(await CodeFlowTests.ConsentAsync(browser, client, "read"), "ticket", ("answer", "allow"));

        Assert.Contains("code", client.Received(await browser.GetAsync(client.AuthorizeUrl("read"))).Keys);
        Assert.StartsWith("/consent", (await browser.GetAsync(client.AuthorizeUrl("read write"))).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_consent_for_a_resource_is_shown_with_it_and_counts_for_it_alone(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        await browser.SignInAsync(await browser.GetAsync("/login"));
        var atResource = client.AuthorizeUrl("read") + "&resource=https%3A%2F%2Fapi.example.com";
        var asked = await browser.FollowAsync(await browser.GetAsync(atResource));
        Assert.Contains("<code>https://api.example.com</code>", asked.Body, StringComparison.Ordinal);
        await client.AllowAsync(browser, asked);

        Assert.Contains("code", client.Received(await browser.GetAsync(atResource)).Keys);
        Assert.StartsWith("Allow", (await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl("read")))).Document.Title,
            StringComparison.Ordinal);
        var page = await browser.GetAsync("/account");
        Assert.Equal("Read your data, for use at https://api.example.com", Assert.Single(page.Document.QuerySelectorAll("li")).TextContent);
    }

    [Fact]
    public async Task A_scope_that_the_user_unchecks_is_asked_for_again()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address));
        // Two windows with the same question: the later answer counts.
        var first = await CodeFlowTests.ConsentAsync(browser, client);
        var second = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl()));
        await client.AllowAsync(browser, first);
        await browser.SubmitAsync(second, "ticket", ("answer", "allow"), ("scope", "read"));

        Assert.Contains("code", client.Received(await browser.GetAsync(client.AuthorizeUrl("read"))).Keys);
        var asked = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl("write")));
        Assert.StartsWith("Allow", asked.Document.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_on_a_device_asks_every_time()
    {
        await using var server = await TestServer.StartAsync();
        var (browser, client) = (server.NewBrowser(), new OAuthClient(server.Address, "native", null, "com.example.app:/cb"));
        await browser.SubmitAsync(await CodeFlowTests.ConsentAsync(browser, client, "read"), "ticket", ("answer", "allow"));

        Assert.StartsWith("/consent", (await browser.GetAsync(client.AuthorizeUrl("read"))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_sees_and_withdraws_only_consents_of_this_user()
    {
        await using var server = await TestServer.StartAsync();
        var (alice, bob, client) = (server.NewBrowser(), server.NewBrowser(), new OAuthClient(server.Address));
        await alice.SubmitAsync(await CodeFlowTests.ConsentAsync(alice, client), "ticket", ("answer", "allow"));
        var ofAlice = await alice.GetAsync("/account");
        await bob.SignInAsync(await bob.GetAsync("/login"), "bob", TestConfiguration.BobPassword);

        var ofBob = await bob.GetAsync("/account");
        Assert.Empty(ofBob.Document.QuerySelectorAll("legend"));
        var formToken = ofBob.Document.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
        Assert.Equal(303, (int)(await bob.PostAsync("/account", ("client_id", "web"), ("form_token", formToken))).Status);
        Assert.Equal(400, (int)(await bob.SubmitAsync(ofAlice, "client_id")).Status);

        Assert.Single((await alice.GetAsync("/account")).Document.QuerySelectorAll("legend"));
    }

    [Fact]
    public async Task The_page_needs_a_sign_in_and_only_a_form_of_this_server_withdraws()
    {
        await using var server = await TestServer.StartAsync();
        var browser = server.NewBrowser();
        var login = await browser.FollowAsync(await browser.GetAsync("/account"));
        Assert.Equal("Sign in", login.Document.Title);
        Assert.Equal("Your account", (await browser.FollowAsync(await browser.SignInAsync(login))).Document.Title);

        Assert.Equal(400, (int)(await browser.PostAsync("/account", ("client_id", "web"))).Status);
        Assert.NotNull((await browser.GetAsync("/")).Document.QuerySelector("a[href='/account']"));
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Access_of_an_application_on_a_device_is_shown_and_ended_alone(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var (browser, native) = (server.NewBrowser(), new OAuthClient(server.Address, "native", null, "com.example.app:/cb"));
        var first = await NativeTokensAsync(browser, native);
        server.Clock.Advance(TimeSpan.FromHours(1));
        var consent = await browser.FollowAsync(await browser.GetAsync(native.AuthorizeUrl("read")));
        var (_, second) = await native.RedeemAsync(await native.AllowAsync(browser, consent));
        server.Clock.Advance(TimeSpan.FromHours(1));
        var page = await browser.GetAsync("/account");
        Assert.Equal("A native app", page.Document.QuerySelector("legend")!.TextContent);
        Assert.Empty(page.Document.QuerySelectorAll("li"));
        Assert.Equal(2, page.Document.QuerySelectorAll("[name=authorization]").Length);
        Assert.Contains("Read your data", AccessOn(page)[0], StringComparison.Ordinal);

        await browser.SubmitAsync(page, "authorization");

        page = await browser.GetAsync("/account");
        Assert.Single(AccessOn(page));
        Assert.Equal("invalid_grant", (await native.RefreshAsync(second)).Body.Text("error"));
        Assert.Equal(200, (await native.RefreshAsync(first)).Status);
        Assert.Contains("ByResourceOwner, client native", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    public async Task Withdrawing_from_an_application_without_a_remembered_consent_ends_every_access_of_it(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var (browser, native) = (server.NewBrowser(), new OAuthClient(server.Address, "native", null, "com.example.app:/cb"));
        var tokens = await NativeTokensAsync(browser, native);

        await browser.SubmitAsync(await browser.GetAsync("/account"), "client_id");

        Assert.Empty((await browser.GetAsync("/account")).Document.QuerySelectorAll("legend"));
        Assert.Equal("invalid_grant", (await native.RefreshAsync(tokens)).Body.Text("error"));
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Sqlite")]
    public async Task The_last_use_of_an_access_is_the_last_refresh(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var server = await TestServer.StartAsync(database.Use);
        var (browser, native) = (server.NewBrowser(), new OAuthClient(server.Address, "native", null, "com.example.app:/cb"));
        var tokens = await NativeTokensAsync(browser, native);
        var granted = server.Clock.GetUtcNow();
        server.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(200, (await native.RefreshAsync(tokens)).Status);
        server.Clock.Advance(TimeSpan.FromDays(2));

        await browser.SignInAsync(await browser.GetAsync("/login"));
        var times = (await browser.GetAsync("/account")).Document.QuerySelectorAll("time").Select(time => time.TextContent);

        Assert.Equal([Date(granted), Date(granted.AddDays(2))], times);
    }

    [Fact]
    public async Task A_user_cannot_end_an_access_of_another_user()
    {
        await using var server = await TestServer.StartAsync();
        var (alice, bob, native) =
            (server.NewBrowser(), server.NewBrowser(), new OAuthClient(server.Address, "native", null, "com.example.app:/cb"));
        var tokens = await NativeTokensAsync(alice, native);
        var id = (await alice.GetAsync("/account")).Document.QuerySelector("[name=authorization]")!.GetAttribute("value")!;
        await bob.SignInAsync(await bob.GetAsync("/login"), "bob", TestConfiguration.BobPassword);
        var formToken = (await bob.GetAsync("/account")).Document.QuerySelector("[name=form_token]")!.GetAttribute("value")!;

        Assert.Equal(303, (int)(await bob.PostAsync("/account", ("authorization", id), ("form_token", formToken))).Status);

        Assert.Single(AccessOn(await alice.GetAsync("/account")));
        Assert.Equal(200, (await native.RefreshAsync(tokens)).Status);
    }

    private static async Task<System.Text.Json.JsonElement> NativeTokensAsync(Browser browser, OAuthClient native)
    {
        var consent = await CodeFlowTests.ConsentAsync(browser, native, "read");
        return (await native.RedeemAsync(await native.AllowAsync(browser, consent))).Body;
    }

    private static string Date(DateTimeOffset time) => time.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string[] AccessOn(Answer page) =>
        [.. page.Document.Forms.Where(form => form.QuerySelector("[name=authorization]") is not null).Select(form => form.TextContent)];
}
