using static OAuth2Server.Tests.Support.Verdict;

namespace OAuth2Server.Tests.Parity;

/// <summary>The authorization_code grant of node-oauth2-server.</summary>
public abstract class ParityOfCodes<T> : ProtocolTests<T> where T : ITransport
{
    private async Task<Answer> RedeemAsync(Func<Parameters, Parameters> change, TestServer? at = null)
    {
        var server = at ?? Start();
        return await server.TokenAsync(change(Known.Redemption(await server.CodeAsync())));
    }

    private TestServer LenientWeb() => Start(s => s.Store.AddClient(Known.Web with { RequirePkce = false }, Known.WebSecret));

    private static Parameters Bare(Parameters query) => query.Without("code_challenge").Without("code_challenge_method");

    [Theory]
    [InlineData("")]
    [InlineData("cödé")]
    [Parity("3.6 authorization_code code", Same)]
    public async Task A_missing_or_malformed_code_is_an_invalid_request(string code) =>
        (await RedeemAsync(f => f.With("code", code))).MustRefuse("invalid_request");

    [Fact]
    [Parity("3.6 authorization_code code", Same)]
    public async Task An_unknown_code_is_an_invalid_grant() =>
        (await RedeemAsync(f => f.With("code", "unknown"))).MustRefuse("invalid_grant");

    [Fact]
    [Parity("3.6 authorization_code client", Same)]
    public async Task A_code_of_another_client_is_an_invalid_grant()
    {
        var server = Start();
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync()).Without("client_id"), Known.WebBasic))
            .MustRefuse("invalid_grant");
    }

    [Fact]
    [Parity("3.6 authorization_code expiresAt", Same)]
    public async Task An_expired_code_is_an_invalid_grant()
    {
        var server = Start();
        var code = await server.CodeAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(6));
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
    }

    [Fact]
    [Parity("3.6 authorization_code expiresAt",
        DiffersBecause = "a lifetime of 60 seconds ends exactly after 60 seconds (as the expiry of RFC 7519 §4.1.4)")]
    public async Task A_code_is_expired_from_the_tick_on_that_it_names()
    {
        var server = Start();
        var code = await server.CodeAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(60));
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
    }

    [Fact]
    [Parity("3.6 authorization_code revoke", Same)]
    public async Task A_used_code_is_an_invalid_grant()
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
    }

    [Fact]
    [Parity("3.6 authorization_code revoke",
        DiffersBecause = "RFC 6749 §4.1.2: tokens issued from a code that is used twice are revoked (D10)")]
    public async Task A_replay_revokes_what_was_issued()
    {
        var server = Start();
        var code = await server.CodeAsync();
        var issued = (await server.TokenAsync(Known.Redemption(code))).MustIssue();
        await server.TokenAsync(Known.Redemption(code));
        Assert.False(await server.IsAliveAsync(issued.AccessToken));
    }

    [Fact]
    [Parity("3.6 authorization_code PKCE missing", Same)]
    public async Task A_missing_verifier_is_an_invalid_grant() =>
        (await RedeemAsync(f => f.Without("code_verifier"))).MustRefuse("invalid_grant");

    [Fact]
    [Parity("3.6 authorization_code PKCE malformed", Same)]
    public async Task A_malformed_verifier_is_an_invalid_request() =>
        (await RedeemAsync(f => f.With("code_verifier", "x"))).MustRefuse("invalid_request");

    [Fact]
    [Parity("3.6 authorization_code PKCE malformed",
        DiffersBecause = "the syntax is checked before the code is consumed: a malformed verifier is not a guess (D16)")]
    public async Task A_malformed_verifier_does_not_use_the_code_up()
    {
        var server = Start();
        var code = await server.CodeAsync();
        await server.TokenAsync(Known.Redemption(code).With("code_verifier", "x"));
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
    }

    [Fact]
    [Parity("3.6 authorization_code PKCE wrong", Same)]
    public async Task A_wrong_verifier_is_an_invalid_grant_and_the_code_is_used_up()
    {
        var server = Start();
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code).With("code_verifier", new('x', 43)))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
    }

    [Fact]
    [Parity("3.6 authorization_code PKCE downgrade", Same)]
    public async Task A_verifier_without_challenge_is_an_invalid_grant()
    {
        var server = LenientWeb();
        var code = await server.CodeAsync(Bare(Known.WebAuthorization));
        (await server.TokenAsync(Known.WebRedemption(code), Known.WebBasic)).MustRefuse("invalid_grant");
    }

    [Fact]
    [Parity("3.6 authorization_code redirect_uri",
        DiffersBecause = "RFC 6749 §5.2: another redirect URI is invalid_grant, not invalid_request (D11)")]
    public async Task Another_redirect_uri_is_an_invalid_grant() =>
        (await RedeemAsync(f => f.With("redirect_uri", Known.WebUri))).MustRefuse("invalid_grant");

    [Fact]
    [Parity("3.6 authorization_code redirect_uri",
        DiffersBecause = "OAuth 2.1 does not repeat it where PKCE protects the code; otherwise RFC 6749 §4.1.3 requires it (D11)")]
    public async Task A_missing_redirect_uri_is_good_with_pkce_and_an_invalid_grant_without()
    {
        (await RedeemAsync(f => f.Without("redirect_uri"))).MustIssue();
        var server = LenientWeb();
        var code = await server.CodeAsync(Bare(Known.WebAuthorization));
        (await server.TokenAsync(Known.WebRedemption(code).Without("code_verifier").Without("redirect_uri"), Known.WebBasic))
            .MustRefuse("invalid_grant");
    }

    [Fact]
    [Parity("3.6 authorization_code redirect_uri",
        DiffersBecause = "RFC 6749 §4.1.3: a client must repeat a URI only if the authorization request had one (D11)")]
    public async Task A_default_redirect_uri_need_not_be_repeated()
    {
        var server = LenientWeb();
        var code = await server.CodeAsync(Bare(Known.WebAuthorization).Without("redirect_uri"));
        (await server.TokenAsync(Known.WebRedemption(code).Without("code_verifier").Without("redirect_uri"), Known.WebBasic)).MustIssue();
    }

    [Fact]
    [Parity("3.6 authorization_code redirect_uri",
        DiffersBecause = "RFC 6749 §3.2: the parameters of a token request are in its body (D11)")]
    public async Task A_redirect_uri_in_the_query_is_not_read()
    {
        var server = LenientWeb();
        var code = await server.CodeAsync(Bare(Known.WebAuthorization));
        var form = Known.WebRedemption(code).Without("code_verifier").Without("redirect_uri");
        var request = WireRequest.Post(Endpoint.Token, form) with
        {
            Headers = [Known.WebBasic],
            Query = WireRequest.Encode([("redirect_uri", Known.WebUri)]),
        };
        (await server.SendAsync(request)).MustRefuse("invalid_grant");
    }

    [Fact]
    [Parity("3.6 authorization_code refresh token",
        DiffersBecause = "RFC 6749 §5.1: a client that may not use a refresh token gets none (D15)")]
    public async Task A_client_without_the_refresh_grant_gets_no_refresh_token() =>
        Assert.Null((await RedeemAsync(f => f, Start(s => s.Store.AddClient(Known.App with { GrantTypes = ["authorization_code"] }))))
            .MustIssue()["refresh_token"]);

    [Fact]
    [Parity("3.6 authorization_code validateScope", Same)]
    public async Task The_scope_is_validated_again_with_the_codes_scope()
    {
        List<Scope?> asked = [];
        var server = Start(s => s.Policies = new()
        {
            ScopeValidator = new Scopes((_, scope) =>
            {
                asked.Add(scope);
                return scope ?? Scope.Empty;
            }),
        });
        var code = await server.CodeAsync(consent: new("alice", "b"));
        asked.Clear();
        Assert.Equal("b", (await server.TokenAsync(Known.Redemption(code))).MustIssue()["scope"]);
        Assert.Equal([Scope.Of("b")], asked);
    }
}
