using static OAuth2Server.Tests.Support.Verdict;

namespace OAuth2Server.Tests.Parity;

/// <summary>authorize() of node-oauth2-server: the code, PKCE, and the redirect.</summary>
public abstract class ParityOfAuthorizeAnswers<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer Registered(string uri) => Start(s => s.Store.AddClient(Known.App with { RedirectUris = [uri] }));

    [Fact]
    [Parity("3.4.2", DiffersBecause = "a client redeems a code immediately: 60 seconds instead of 300 (RFC 6749 §4.1.2)")]
    public async Task A_code_is_gone_after_sixty_seconds()
    {
        var server = Start();
        var code = await server.CodeAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(61));
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
    }

    [Fact]
    [Parity("3.4.9", Same)]
    public async Task A_generator_of_the_models_own_makes_the_code()
    {
        var server = Start(s => s.Policies = new() { TokenGenerator = new FixedTexts("my-code") });
        Assert.Equal("my-code", await server.CodeAsync());
    }

    [Fact]
    [Parity("3.4.9", DiffersBecause = "an empty code is not a valid code, so the generator has failed (RFC 6749 §A.11)")]
    public async Task An_empty_code_is_a_server_error()
    {
        var server = Start(s => s.Policies = new() { TokenGenerator = new FixedTexts("") });
        (await server.AuthorizeAsync(Known.Authorization)).MustRedirectError("server_error");
    }

    [Fact]
    [Parity("3.4.9", DiffersBecause = "256 random bits as 43 base64url characters, not 64 hexadecimal ones (both satisfy RFC 6749 §10.10)")]
    public async Task A_code_has_43_characters() => Assert.Equal(43, (await Start().CodeAsync()).Length);

    [Fact]
    [Parity("3.4.10", Same)]
    public async Task A_missing_response_type_is_an_invalid_request() =>
        (await Start().AuthorizeAsync(Known.Authorization.Without("response_type"))).MustRedirectError("invalid_request");

    [Theory]
    [InlineData("token")]
    [InlineData("toString")]
    [Parity("3.4.10", Same)]
    public async Task An_unknown_response_type_is_unsupported(string type) =>
        (await Start().AuthorizeAsync(Known.Authorization.With("response_type", type))).MustRedirectError("unsupported_response_type");

    [Theory]
    [InlineData("S512")]
    [InlineData("plain")]
    [Parity("3.4.11", Same)]
    public async Task An_unknown_challenge_method_or_plain_while_it_is_off_is_an_invalid_request(string method) =>
        (await Start().AuthorizeAsync(Known.Authorization.With("code_challenge_method", method))).MustRedirectError("invalid_request");

    [Fact]
    [Parity("3.4.11", DiffersBecause = "RFC 7636 §4.3: without a method plain is meant, also where it is off and refused (D12)")]
    public async Task Without_a_method_plain_is_meant()
    {
        (await Start().AuthorizeAsync(Known.Authorization.Without("code_challenge_method"))).MustRedirectError("invalid_request");
        var lax = Start(s => s.Options.AllowPlainPkce = true);
        var plain = Known.Authorization.Without("code_challenge_method").With("code_challenge", Known.Verifier);
        (await lax.TokenAsync(Known.Redemption(await lax.CodeAsync(plain)))).MustIssue();
    }

    [Fact]
    [Parity("3.4.11", DiffersBecause = "RFC 7636 §4.2: a challenge has a grammar (D12)")]
    public async Task A_malformed_challenge_is_an_invalid_request() =>
        (await Start().AuthorizeAsync(Known.Authorization.With("code_challenge", "x"))).MustRedirectError("invalid_request");

    [Fact]
    [Parity("3.4.11", DiffersBecause = "RFC 9700 §2.1.1: PKCE is required (D12)")]
    public async Task No_challenge_is_an_invalid_request() =>
        (await Start().AuthorizeAsync(Known.Authorization.Without("code_challenge").Without("code_challenge_method")))
            .MustRedirectError("invalid_request");

    [Fact]
    [Parity("3.4.11", DiffersBecause = "RFC 7636 §4.3: a method without a challenge means that an attacker removed the challenge (D12)")]
    public async Task A_method_without_a_challenge_is_not_ignored()
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { RequirePkce = false }, Known.WebSecret));
        (await server.AuthorizeAsync(Known.WebAuthorization.Without("code_challenge"))).MustRedirectError("invalid_request", Known.WebUri);
    }

    [Fact]
    [Parity("3.4.13", DiffersBecause = "RFC 9700 §4.12: 303 instead of 302 (D22)")]
    public async Task The_redirect_is_303() => (await Start().AuthorizeAsync(Known.Authorization)).MustBe(303);

    [Fact]
    [Parity("3.4.13", Same)]
    public async Task Code_and_state_are_merged_into_the_query_of_the_uri()
    {
        var answer = (await Registered(Known.AppUri + "?x=1").AuthorizeAsync(Known.Authorization.Without("redirect_uri"))).MustGiveCode();
        Assert.Equal("1", answer.InLocation("x"));
        Assert.Equal(Known.State, answer.InLocation("state"));
    }

    [Fact]
    [Parity("3.4.13", DiffersBecause = "RFC 6749 §3.1.2: a redirect URI has no fragment (D9)")]
    public async Task A_fragment_is_not_kept_but_refused() =>
        (await Registered(Known.AppUri + "#x").AuthorizeAsync(Known.Authorization.Without("redirect_uri"))).MustShowPage("invalid_request");

    [Fact]
    [Parity("3.4.13", DiffersBecause = "RFC 9207 §2: a response names its issuer (D23)")]
    public async Task The_issuer_is_named() =>
        Assert.Equal(Known.Issuer, (await Start().AuthorizeAsync(Known.Authorization)).InLocation("iss"));

    [Fact]
    [Parity("3.4.14", Same)]
    public async Task An_error_is_redirected_with_description_and_state()
    {
        var answer = (await Start().AuthorizeAsync(Known.Authorization.With("scope", "z"))).MustRedirectError("invalid_scope");
        Assert.NotEmpty(answer.InLocation("error_description")!);
        Assert.Equal(Known.State, answer.InLocation("state"));
    }

    [Fact]
    [Parity("3.4.14", DiffersBecause = "RFC 6749 §4.1.2.1: the error is added to the existing query (D7)")]
    public async Task An_error_is_not_lost_where_the_uri_has_a_query()
    {
        var answer = await Registered(Known.AppUri + "?x=1").AuthorizeAsync(
            Known.Authorization.Without("redirect_uri"), ScriptedConsent.Denied);
        Assert.Equal("1", answer.MustRedirectError("access_denied").InLocation("x"));
    }

    [Fact]
    [Parity("3.4.14", DiffersBecause = "the client does not get the details of a failure inside the server (RFC 6749 §4.1.2.1, D6)")]
    public async Task A_failing_policy_is_a_constant_server_error()
    {
        var server = Start(s => s.Policies = new() { ScopeValidator = new FailingScopes() });
        var answer = (await server.AuthorizeAsync(Known.Authorization)).MustRedirectError("server_error");
        Assert.Equal("The server could not complete the request.", answer.InLocation("error_description"));
    }
}
