namespace OAuth2Server.OpenIdConnect.Tests.Certification;

/// <summary>Basic OP and Form Post OP: sign-ins that the request asks for, or forbids.</summary>
[RfcSection("OpenID Core", "3.1.2.1")]
[RfcSection("OpenID Core", "3.1.2.3")]
public sealed class PromptTests
{
    [Theory, Module("oidcc-prompt-login")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task Prompt_login_asks_a_signed_in_user_for_a_new_sign_in_and_moves_auth_time(string mode)
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient(mode));
        var before = await client.IdTokenAsync(await client.SignInAsync(browser));
        server.Clock.Advance(TimeSpan.FromSeconds(5));

        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl(("prompt", "login"))));
        Assert.True(RelyingParty.IsSignIn(page));
        var after = await client.IdTokenAsync(await client.TokensAsync(await RelyingParty.AnswerPagesAsync(browser, page)));

        Assert.Equal(before.Subject, after.Subject);
        Assert.True(after.GetPayloadValue<long>("auth_time") > before.GetPayloadValue<long>("auth_time"));
    }

    [Theory, Module("oidcc-prompt-none-not-logged-in")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task Prompt_none_without_a_session_is_login_required(string mode)
    {
        await using var server = await Site.StartAsync();
        var client = server.NewClient(mode);

        var received = client.Received(await server.NewBrowser().GetAsync(client.AuthorizeUrl(("prompt", "none"))));

        Assert.Equal(("login_required", client.State), (received["error"], received["state"]));
    }

    [Theory, Module("oidcc-prompt-none-logged-in")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task Prompt_none_with_a_session_and_a_consent_answers_without_a_page(string mode)
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient(mode));
        var before = await client.IdTokenAsync(await client.SignInAsync(browser));

        var after = await client.IdTokenAsync(
            await client.TokensAsync(await browser.GetAsync(client.AuthorizeUrl(("prompt", "none")))));

        Assert.Equal(before.Subject, after.Subject);
        Assert.Equal(before.GetClaim("auth_time").Value, after.GetClaim("auth_time").Value);
    }

    [Fact]
    public async Task Prompt_none_with_a_session_and_without_a_consent_is_consent_required()
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await browser.SignInAsync(await browser.GetAsync("/login"));

        var received = client.Received(await browser.GetAsync(client.AuthorizeUrl(("prompt", "none"))));

        Assert.Equal("consent_required", received["error"]);
    }

    [Fact]
    public async Task Prompt_consent_shows_the_page_although_the_consent_is_remembered()
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await client.SignInAsync(browser);

        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl(("prompt", "consent"))));

        Assert.True(RelyingParty.IsConsent(page));
    }

    [Fact]
    public async Task Prompt_select_account_lets_a_signed_in_user_take_another_account()
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient());
        await client.SignInAsync(browser);

        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl(("prompt", "select_account"))));
        Assert.True(RelyingParty.IsSignIn(page));
        var tokens = await client.TokensAsync(await RelyingParty.AnswerPagesAsync(browser, page, "bob"));

        Assert.Equal("bob", (await client.IdTokenAsync(tokens)).Subject);
    }

    [Theory, Module("oidcc-max-age-1")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_sign_in_that_is_older_than_max_age_is_asked_for_again_once(string mode)
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient(mode));
        var before = await client.IdTokenAsync(await client.SignInAsync(browser));
        server.Clock.Advance(TimeSpan.FromSeconds(2));

        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeUrl(("max_age", "1"))));
        Assert.True(RelyingParty.IsSignIn(page));
        // The user needs longer than max_age to come back: this must not ask again.
        page = await browser.SignInAsync(page);
        server.Clock.Advance(TimeSpan.FromSeconds(3));
        var after = await client.IdTokenAsync(await client.TokensAsync(await browser.FollowAsync(page)));

        Assert.True(after.GetPayloadValue<long>("auth_time") > before.GetPayloadValue<long>("auth_time"));
    }

    [Theory, Module("oidcc-max-age-10000")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task A_sign_in_that_is_younger_than_max_age_is_enough(string mode)
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient(mode));
        var before = await client.IdTokenAsync(await client.SignInAsync(browser));

        var answer = await browser.GetAsync(client.AuthorizeUrl(("max_age", "10000")));
        var after = await client.IdTokenAsync(await client.TokensAsync(answer));

        Assert.Equal(before.GetClaim("auth_time").Value, after.GetClaim("auth_time").Value);
    }

    [Theory, Module("oidcc-id-token-hint")]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task An_id_token_hint_of_the_signed_in_user_is_answered_without_a_page_also_when_it_has_expired(string mode)
    {
        await using var server = await Site.StartAsync();
        var (browser, client) = (server.NewBrowser(), server.NewClient(mode));
        var hint = RelyingParty.Text(await client.SignInAsync(browser), "id_token");
        server.Clock.Advance(TimeSpan.FromHours(2));

        var answer = await browser.GetAsync(client.AuthorizeUrl(("prompt", "none"), ("id_token_hint", hint)));

        Assert.True(client.Received(answer).ContainsKey("code"));
    }

    [Fact]
    public async Task An_id_token_hint_of_another_user_is_login_required()
    {
        await using var server = await Site.StartAsync();
        var (alice, bob, client) = (server.NewBrowser(), server.NewBrowser(), server.NewClient());
        var hint = RelyingParty.Text(await client.SignInAsync(alice), "id_token");
        await client.TokensAsync(await RelyingParty.AnswerPagesAsync(bob, await bob.GetAsync(client.AuthorizeUrl()), "bob"));

        var silent = client.Received(await bob.GetAsync(client.AuthorizeUrl(("prompt", "none"), ("id_token_hint", hint))));
        // With pages, another user may sign in; bob again is refused.
        var page = await bob.FollowAsync(await bob.GetAsync(client.AuthorizeUrl(("id_token_hint", hint))));
        Assert.True(RelyingParty.IsSignIn(page));
        var again = client.Received(await RelyingParty.AnswerPagesAsync(bob, page, "bob"));

        Assert.Equal(("login_required", "login_required"), (silent["error"], again["error"]));
    }
}
