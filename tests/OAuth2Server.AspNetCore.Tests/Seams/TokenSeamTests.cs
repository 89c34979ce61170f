namespace OAuth2Server.AspNetCore.Tests.Seams;

/// <summary>What another package adds to the issuing of tokens, each registered in one line: a binding, a format, a part of the
/// answer.</summary>
public sealed class TokenSeamTests : SiteTests
{
    private const string KeyHeader = "X-Example-Key";

    private Site Codes(Action<OAuth2Builder<TestModel>> add) =>
        Start(server: s => add(Builder(s).AddAuthorizationCode().AddRefreshToken().AddClientCredentials()));

    [Fact]
    public async Task A_bound_token_has_its_token_type_and_is_refused_as_a_bearer_token()
    {
        var site = Codes(server => server.AddTokenBinding<KeyOfHeader>());
        var bound = await RedeemAsync(site, "k1");
        Assert.Equal("Example", bound["token_type"]);
        Assert.Equal("invalid_token", (await BearerAsync(site, "/resource/a", bound.AccessToken)).MustBe(401)["error"]);

        var free = await RedeemAsync(site, null);
        Assert.Equal("Bearer", free["token_type"]);
        (await BearerAsync(site, "/resource/a", free.AccessToken)).MustBe(200);
    }

    [Fact]
    public async Task The_access_token_names_the_key_it_is_bound_to()
    {
        var site = Codes(server => server.AddTokenBinding<KeyOfHeader>());
        foreach (var (key, confirmation) in ((string?, string?)[])[("k1", "example=k1"), (null, null)])
        {
            var issued = await RedeemAsync(site, key);
            var token = await Setup.Store.GetAccessTokenAsync(
                new(issued.AccessToken), Records.Context(), TestContext.Current.CancellationToken);
            Assert.Equal(confirmation, TokenBinding.ConfirmationIn(token!.Properties));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("k2")]
    public async Task A_refresh_token_of_a_public_client_is_refused_without_its_key(string? key)
    {
        var site = Codes(server => server.AddTokenBinding<KeyOfHeader>());
        var bound = await RedeemAsync(site, "k1");
        (await TokenAsync(site, Known.Refresh(bound.RefreshToken), key)).MustRefuse("invalid_grant");
        // The refusal consumed nothing and revoked nothing.
        var next = (await TokenAsync(site, Known.Refresh(bound.RefreshToken), "k1")).MustIssue();
        Assert.Equal("Example", next["token_type"]);
        (await TokenAsync(site, Known.Refresh(next.RefreshToken), key)).MustRefuse("invalid_grant");
    }

    [Theory]
    [InlineData(null, "invalid_grant")]
    [InlineData("k2", "invalid_grant")]
    [InlineData("wrong", "invalid_example_proof")]
    public async Task A_repeated_refresh_needs_the_same_key(string? key, string error)
    {
        var site = Codes(server => server.AddTokenBinding<KeyOfHeader>());
        var bound = await RedeemAsync(site, "k1");
        var first = (await TokenAsync(site, Known.Refresh(bound.RefreshToken), "k1")).MustIssue();
        (await TokenAsync(site, Known.Refresh(bound.RefreshToken), key)).MustRefuse(error);
        Assert.Equal(first.Text, (await TokenAsync(site, Known.Refresh(bound.RefreshToken), "k1")).MustIssue().Text);
    }

    [Fact]
    public async Task A_proof_that_is_wrong_is_refused_with_the_error_of_the_binding()
    {
        var site = Codes(server => server.AddTokenBinding<KeyOfHeader>());
        var code = await CodeAsync(site);
        (await TokenAsync(site, Known.Redemption(code), "wrong")).MustRefuse("invalid_example_proof");
        (await TokenAsync(site, Known.Redemption(code), "k1")).MustIssue();
    }

    [Fact]
    public async Task A_format_writes_the_tokens_that_it_applies_to()
    {
        var site = Codes(server => server.AddAccessTokenFormat<FormatOfWeb>().AddAccessTokenFormat<FormatOfAll>());
        var web = (await FormAsync(site, "/oauth2/token", Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.StartsWith("web.", web.AccessToken, StringComparison.Ordinal);
        Assert.StartsWith("all.", (await RedeemAsync(site, null)).AccessToken, StringComparison.Ordinal);
        (await BearerAsync(site, "/resource/a", web.AccessToken)).MustBe(200);

        var opaque = Codes(server => server.AddAccessTokenFormat<FormatOfWeb>());
        Assert.DoesNotContain('.', (await RedeemAsync(opaque, null)).AccessToken);
    }

    [Fact]
    public async Task A_part_of_the_response_adds_its_members()
    {
        var site = Codes(server => server.AddTokenResponsePart<LengthPart>());
        var issued = await RedeemAsync(site, null);
        Assert.Equal($"alice {issued.AccessToken.Length}", issued["example_length"]);
        var own = (await FormAsync(site, "/oauth2/token", Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.Equal($" {own.AccessToken.Length}", own["example_length"]);
        var refreshed = (await TokenAsync(site, Known.Refresh(issued.RefreshToken), null)).MustIssue();
        Assert.Equal($"alice {refreshed.AccessToken.Length}", refreshed["example_length"]);
    }

    private static async Task<string> CodeAsync(Site site)
    {
        var browser = new Browser(site);
        return (await browser.WalkAsync(await browser.GetAsync(AuthorizeUrl(Known.Authorization)), ScriptedConsent.ByAlice)).Code;
    }

    private static async Task<Answer> RedeemAsync(Site site, string? key) =>
        (await TokenAsync(site, Known.Redemption(await CodeAsync(site)), key)).MustIssue();

    private static Task<Answer> TokenAsync(Site site, Parameters form, string? key) =>
        FormAsync(site, "/oauth2/token", form, key is null ? [] : [(KeyHeader, key)]);

    private sealed class KeyOfHeader : ITokenBinding
    {
        public ValueTask<Outcome<TokenBinding>> BindAsync(Client client, OAuthContext context, CancellationToken ct) =>
            new(context.Request.Header(KeyHeader) switch
            {
                [] => TokenBinding.None,
                ["wrong"] => new OAuthError("invalid_example_proof", "The proof is wrong."),
                [var key, ..] => new TokenBinding("example", key!, "Example"),
            });
    }

    private sealed class FormatOfWeb : IAccessTokenFormat
    {
        public bool AppliesTo(AccessTokenDraft draft) => draft.Client.Id == "web";

        public ValueTask<Outcome<string>> WriteAsync(AccessTokenDraft draft, OAuthContext context, CancellationToken ct) =>
            new("web." + draft.Id);
    }

    private sealed class FormatOfAll : IAccessTokenFormat
    {
        public bool AppliesTo(AccessTokenDraft draft) => true;

        public ValueTask<Outcome<string>> WriteAsync(AccessTokenDraft draft, OAuthContext context, CancellationToken ct) =>
            new("all." + draft.Id);
    }

    private sealed class LengthPart : ITokenResponsePart
    {
        public ValueTask AddAsync(AccessTokenDraft token, Secret accessToken, OAuthContext context, CancellationToken ct)
        {
            context.ResponseMembers.Add("example_length", $"{token.User?.Id} {accessToken.Reveal().Length}");
            return default;
        }
    }
}
