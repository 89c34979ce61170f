namespace OAuth2Server.Tests.Rfc9700;

[RfcSection("RFC 9700", "2.1.1")]
[RfcSection("RFC 9700", "4.8.2")]
public abstract class PkceRequired<T> : ProtocolTests<T> where T : ITransport
{
    private static Parameters Bare(Parameters query) => query.Without("code_challenge").Without("code_challenge_method");

    private TestServer WithLenientWeb() => Start(s => s.Store.AddClient(Known.Web with { RequirePkce = false }, Known.WebSecret));

    [Fact]
    public async Task A_client_without_a_challenge_is_refused()
    {
        var server = Start();
        (await server.AuthorizeAsync(Bare(Known.Authorization))).MustRedirectError("invalid_request");
        (await server.AuthorizeAsync(Bare(Known.WebAuthorization))).MustRedirectError("invalid_request", Known.WebUri);
    }

    [Fact]
    public async Task A_public_client_needs_pkce_even_where_somebody_registered_it_without()
    {
        var server = Start(s => s.Store.AddClient(Known.App with { RequirePkce = false }));
        (await server.AuthorizeAsync(Bare(Known.Authorization))).MustRedirectError("invalid_request");
    }

    [Fact]
    public async Task A_confidential_client_may_be_registered_to_go_without()
    {
        var server = WithLenientWeb();
        var code = await server.CodeAsync(Bare(Known.WebAuthorization));
        (await server.TokenAsync(Known.WebRedemption(code).Without("code_verifier"), Known.WebBasic)).MustIssue();
    }

    [Fact]
    public async Task A_client_that_may_go_without_and_does_not_must_prove_it()
    {
        var server = WithLenientWeb();
        var code = await server.CodeAsync(Known.WebAuthorization);
        (await server.TokenAsync(Known.WebRedemption(code).Without("code_verifier"), Known.WebBasic)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_verifier_for_a_code_whose_challenge_was_stripped_is_refused_and_uses_the_code_up()
    {
        var server = WithLenientWeb();
        var code = await server.CodeAsync(Bare(Known.WebAuthorization));
        (await server.TokenAsync(Known.WebRedemption(code), Known.WebBasic)).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.WebRedemption(code).Without("code_verifier"), Known.WebBasic)).MustRefuse("invalid_grant");
    }
}
