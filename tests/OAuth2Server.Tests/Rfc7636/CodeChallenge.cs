namespace OAuth2Server.Tests.Rfc7636;

[RfcSection("RFC 7636", "4.2")]
[RfcSection("RFC 7636", "4.3")]
[RfcSection("RFC 7636", "4.4.1")]
public abstract class CodeChallenge<T> : ProtocolTests<T> where T : ITransport
{
    private static Parameters Ask(string? challenge, string? method)
    {
        var query = Known.Authorization.Without("code_challenge").Without("code_challenge_method");
        if (challenge is not null) query = query.With("code_challenge", challenge);
        return method is null ? query : query.With("code_challenge_method", method);
    }

    [Fact]
    public async Task S256_is_accepted()
    {
        var server = Start();
        (await server.AuthorizeAsync(Ask(Known.Challenge, "S256"))).MustGiveCode();
    }

    [Theory]
    [InlineData(Known.Verifier)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    public async Task Without_a_method_plain_is_meant_and_refused_at_once_where_it_is_off(string challenge)
    {
        var server = Start();
        var answer = (await server.AuthorizeAsync(Ask(challenge, null))).MustRedirectError("invalid_request");
        Assert.Contains("code_challenge_method=S256", answer.InLocation("error_description"), StringComparison.Ordinal);
        Assert.Equal(0, server.Store.Count);
    }

    [Fact]
    public async Task An_empty_method_is_as_if_omitted()
    {
        var server = Start();
        (await server.AuthorizeAsync(Ask(Known.Challenge, ""))).MustRedirectError("invalid_request");
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("s256")]
    [InlineData("S256 ")]
    [InlineData("S512")]
    [InlineData("none")]
    public async Task Another_method_is_refused(string method)
    {
        var server = Start();
        (await server.AuthorizeAsync(Ask(Known.Challenge, method))).MustRedirectError("invalid_request");
    }

    [Theory]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c")] // 42 characters
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cMM")] // 44
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw~cM")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c\n")]
    public async Task A_challenge_that_is_no_SHA256_in_base64url_is_refused(string challenge)
    {
        var server = Start();
        (await server.AuthorizeAsync(Ask(challenge, "S256"))).MustRedirectError("invalid_request");
        (await server.AuthorizeAsync(Ask(challenge, null))).MustRedirectError("invalid_request");
    }

    [Theory]
    [InlineData("S256")]
    [InlineData("plain")]
    public async Task A_method_without_a_challenge_is_refused_even_to_a_client_that_may_go_without(string method)
    {
        var server = Start(s => s.Store.AddClient(Known.Web with { RequirePkce = false }, Known.WebSecret));
        var query = Known.WebAuthorization.Without("code_challenge").With("code_challenge_method", method);
        (await server.AuthorizeAsync(query)).MustRedirectError("invalid_request", Known.WebUri);
    }

    [Fact]
    public async Task Plain_works_only_where_it_is_allowed_and_is_then_the_default()
    {
        var server = Start(s => s.Options.AllowPlainPkce = true);
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync(Ask(Known.Verifier, "plain"))))).MustIssue();
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync(Ask(Known.Verifier, null))))).MustIssue();
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync(Ask(Known.Challenge, "S256"))))).MustIssue();
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync(Ask(Known.Challenge, null))))).MustRefuse("invalid_grant");
    }

    [Theory]
    [InlineData("too-short")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEj+k")]
    public async Task A_plain_challenge_has_the_grammar_of_a_verifier(string challenge)
    {
        var server = Start(s => s.Options.AllowPlainPkce = true);
        (await server.AuthorizeAsync(Ask(challenge, "plain"))).MustRedirectError("invalid_request");
    }
}
