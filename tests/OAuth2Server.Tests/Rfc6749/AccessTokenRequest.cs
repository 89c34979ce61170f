namespace OAuth2Server.Tests.Rfc6749;

[RfcSection("RFC 6749", "4.1.3")]
public abstract class AccessTokenRequest<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_code_is_redeemed_for_tokens()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Known.Redemption(await server.CodeAsync()))).MustIssue();
        Assert.Equal("access_token expires_in refresh_token scope token_type", issued.Members());
        Assert.Equal("a b", issued["scope"]);
        var used = (await server.BearerAsync(issued.AccessToken, "a b")).MustBe(200);
        Assert.Equal("alice", used["sub"]);
        Assert.Equal("app", used["client_id"]);
    }

    [Fact]
    public async Task A_confidential_client_redeems_with_its_secret()
    {
        var server = Start();
        Assert.NotEmpty((await server.IssueToWebAsync()).RefreshToken);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("naïve")]
    [InlineData("tab\tbed")]
    public async Task A_code_that_is_missing_or_outside_the_grammar_is_an_invalid_request(string? code)
    {
        var server = Start();
        var form = Known.Redemption("x").Without("code");
        (await server.TokenAsync(code is null ? form : form.With("code", code))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task An_unknown_code_is_refused()
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code + "x"))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(code.ToUpperInvariant()))).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_code_of_another_client_is_refused_and_not_used_up()
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code).Without("client_id"), Known.WebBasic)).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
    }

    [Theory]
    [InlineData("https://app.example.org/CB")]
    [InlineData("https://app.example.org/cb/")]
    [InlineData("https://evil.example/cb")]
    public async Task Another_redirect_uri_than_the_authorization_requests_is_refused_and_uses_the_code_up(string uri)
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code).With("redirect_uri", uri))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_redirect_uri_that_pkce_makes_needless_may_be_left_out()
    {
        var server = Start();
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync()).Without("redirect_uri"))).MustIssue();
    }

    [Fact]
    public async Task Without_pkce_the_redirect_uri_must_be_repeated()
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { RequirePkce = false }, Known.WebSecret));
        var query = Known.WebAuthorization.Without("code_challenge").Without("code_challenge_method");
        var form = Known.WebRedemption(await server.CodeAsync(query)).Without("code_verifier");
        (await server.TokenAsync(form.Without("redirect_uri"), Known.WebBasic)).MustRefuse("invalid_grant");
        form = form.With("code", await server.CodeAsync(query));
        (await server.TokenAsync(form, Known.WebBasic)).MustIssue();
    }

    [Fact]
    public async Task A_redirect_uri_that_was_not_in_the_authorization_request_need_not_be_in_the_token_request()
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { RequirePkce = false }, Known.WebSecret));
        var query = Known.WebAuthorization.Without("code_challenge").Without("code_challenge_method").Without("redirect_uri");
        var form = Known.WebRedemption(await server.CodeAsync(query)).Without("code_verifier").Without("redirect_uri");
        (await server.TokenAsync(form, Known.WebBasic)).MustIssue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_redirect_uri_that_was_left_out_is_still_the_one_that_the_code_went_to(bool pkce)
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { RequirePkce = false }, Known.WebSecret));
        var query = Known.WebAuthorization.Without("redirect_uri");
        if (!pkce) query = query.Without("code_challenge").Without("code_challenge_method");
        foreach (var wrong in (string[])["https://evil.example/cb", Known.WebUri + "/", Known.AppUri])
        {
            (await server.TokenAsync(await FormAsync(wrong), Known.WebBasic)).MustRefuse("invalid_grant");
        }
        (await server.TokenAsync(await FormAsync(Known.WebUri), Known.WebBasic)).MustIssue();
        (await server.TokenAsync(await FormAsync(""), Known.WebBasic)).MustIssue();

        async Task<Parameters> FormAsync(string uri)
        {
            var form = Known.WebRedemption(await server.CodeAsync(query)).With("redirect_uri", uri);
            return pkce ? form : form.Without("code_verifier");
        }
    }

    [Fact]
    public async Task A_scope_in_the_token_request_does_not_change_what_was_granted()
    {
        var server = Start();
        Assert.Equal("a b", (await server.TokenAsync(Known.Redemption(await server.CodeAsync()).With("scope", "c"))).MustIssue()["scope"]);
    }

    [Fact]
    public async Task A_client_that_lost_the_grant_after_the_code_was_issued_is_refused()
    {
        var server = Start();
        var code = await server.CodeAsync();
        server.Store.AddClient(Known.App with { GrantTypes = ["refresh_token"] });
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("unauthorized_client");
    }

    [Fact]
    public async Task A_client_that_was_disabled_after_the_code_was_issued_is_refused()
    {
        var server = Start();
        var code = await server.CodeAsync();
        server.Store.RemoveClient("app");
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_user_who_was_removed_after_the_code_was_issued_gets_no_tokens()
    {
        var server = Start();
        var code = await server.CodeAsync();
        server.Store.Gone.Add("alice");
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_code_is_not_a_refresh_token_and_a_refresh_token_is_not_a_code()
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.RefreshAsync(code)).MustRefuse("invalid_grant");
        var issued = (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        (await server.TokenAsync(Known.Redemption(issued.RefreshToken))).MustRefuse("invalid_grant");
        (await server.BearerAsync(issued.RefreshToken)).MustBe(401);
        (await server.RefreshAsync(issued.AccessToken)).MustRefuse("invalid_grant");
    }
}
