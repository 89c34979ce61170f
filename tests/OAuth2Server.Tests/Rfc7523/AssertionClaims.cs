using System.Text.Json.Nodes;

namespace OAuth2Server.Tests.Rfc7523;

[RfcSection("RFC 7523", "3")]
[RfcSection("RFC 7523", "3.1")]
public abstract class AssertionClaims<T> : ProtocolTests<T> where T : ITransport
{
    private const string Payment = """[{"type":"payment","creditor":"Shop","amount":10}]""";
    private const string Larger = """[{"type":"payment","creditor":"Shop","amount":11}]""";

    private readonly AssertionIssuer _idp = new();

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("jti")]
    public async Task A_missing_claim_is_refused(string missing)
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, _idp.Assertion(server, (missing, null)));
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("nbf")]
    [InlineData("iat")]
    [InlineData("jti")]
    [InlineData("scope")]
    [InlineData("resource")]
    [InlineData("cnf")]
    public async Task A_claim_of_another_kind_is_refused(string claim)
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, _idp.Assertion(server, (claim, new JsonObject { ["x"] = 1, ["y"] = 2 })));
    }

    [Theory]
    [InlineData("\"https://auth.example.com\"")]
    [InlineData("[\"https://auth.example.com\"]")]
    [InlineData("\"https://auth.example.com/oauth2/token\"")]
    public async Task The_audience_is_the_issuer_or_its_token_endpoint(string audience)
    {
        var server = Start(_idp.Trusted());
        (await server.PresentAsync(_idp.Assertion(server, ("aud", JsonNode.Parse(audience))))).MustIssue();
    }

    [Theory]
    [InlineData("\"https://other.example.com\"")]
    [InlineData("\"https://auth.example.com/\"")]
    [InlineData("\"HTTPS://auth.example.com\"")]
    [InlineData("\"https://auth.example.com/oauth2/par\"")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("[\"https://auth.example.com\",\"https://other.example.com\"]")]
    [InlineData("[\"https://auth.example.com\",\"https://auth.example.com/oauth2/token\"]")]
    [InlineData("[[\"https://auth.example.com\"]]")]
    public async Task Another_audience_or_several_are_refused(string audience)
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, _idp.Assertion(server, ("aud", JsonNode.Parse(audience))));
    }

    [Theory]
    [InlineData(-61, false)]
    [InlineData(-59, true)]
    [InlineData(600, true)]
    [InlineData(659, true)]
    [InlineData(662, false)]
    [InlineData(365L * 24 * 3600, false)]
    [InlineData(100L * 365 * 24 * 3600, false)]
    public async Task The_end_is_not_over_and_not_far_ahead(long seconds, bool accepted)
    {
        var server = Start(_idp.Trusted());
        await AnswerAsync(server, _idp.Assertion(server, ("exp", AssertionIssuer.Seconds(server, seconds))), accepted);
    }

    [Theory]
    [InlineData("iat", 59, true)]
    [InlineData("iat", 62, false)]
    [InlineData("nbf", 59, true)]
    [InlineData("nbf", 62, false)]
    [InlineData("nbf", -1000, true)]
    public async Task The_start_is_not_ahead(string claim, long seconds, bool accepted)
    {
        var server = Start(_idp.Trusted());
        await AnswerAsync(server, _idp.Assertion(server, (claim, AssertionIssuer.Seconds(server, seconds))), accepted);
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("jti")]
    public async Task A_very_long_identifier_is_refused(string claim)
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, _idp.Assertion(server, (claim, new string('x', 257))));
    }

    [Theory]
    [InlineData("act")]
    [InlineData("may_act")]
    public async Task An_actor_is_refused_because_it_would_be_lost(string claim)
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, _idp.Assertion(server, (claim, new JsonObject { ["sub"] = "client:photos" })));
    }

    [Fact]
    public async Task The_token_has_the_authorization_details_of_the_assertion()
    {
        var server = Start(WithPayments(AssertionIssuer.Service("service").WithAuthorizationDetailsTypes(["payment"])));
        var assertion = _idp.Assertion(server, ("authorization_details", JsonNode.Parse(Payment)));
        (await server.PresentAsync(assertion, ("authorization_details", Larger))).MustRefuse("invalid_authorization_details");
        Assert.Equal(Payment, (await server.PresentAsync(assertion)).MustIssue().Json.GetProperty("authorization_details").GetRawText());
        (await server.PresentAsync(_idp.Assertion(server), ("authorization_details", Payment))).MustRefuse("invalid_authorization_details");
    }

    [Theory]
    [InlineData("""[{"type":"transfer"}]""")]
    [InlineData("""[{"type":"payment","creditor":"Shop","amount":10}]""")]
    [InlineData("""{"type":"payment"}""")]
    public async Task Authorization_details_that_the_client_may_not_have_are_refused(string details)
    {
        var server = Start(WithPayments(AssertionIssuer.Service("service")));
        (await server.PresentAsync(_idp.Assertion(server, ("authorization_details", JsonNode.Parse(details)))))
            .MustRefuse("invalid_authorization_details");
    }

    [Fact]
    public async Task An_empty_scope_gives_none_and_not_all()
    {
        var server = Start(_idp.Trusted());
        Assert.Null((await server.PresentAsync(_idp.Assertion(server, ("scope", "")))).MustIssue()["scope"]);
        (await server.PresentAsync(_idp.Assertion(server, ("scope", "")), ("scope", "a"))).MustRefuse("invalid_scope");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d.e")]
    [InlineData("....")]
    [InlineData("e30.e30.e30")]
    public async Task What_is_no_signed_token_is_refused(string assertion)
    {
        var server = Start(_idp.Trusted());
        var answer = await server.PresentAsync(assertion);
        answer.MustRefuse(assertion.Length == 0 ? "invalid_request" : "invalid_grant");
    }

    [Fact]
    public async Task A_very_long_assertion_is_refused()
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, _idp.Assertion(server, ("padding", new string('x', 16 * 1024))));
    }

    private static async Task AnswerAsync(TestServer server, string assertion, bool accepted)
    {
        if (accepted) (await server.PresentAsync(assertion)).MustIssue();
        else await RefuseAsync(server, assertion);
    }

    // One text for every reason.
    private static async Task RefuseAsync(TestServer server, string assertion) => Assert.Equal(
        "The assertion is not valid.", (await server.PresentAsync(assertion)).MustRefuse("invalid_grant")["error_description"]);

    private Action<Setup> WithPayments(Client client) => _idp.Trusted(more: setup =>
    {
        setup.Options.AuthorizationDetailsTypes = [new Rfc9396.PaymentType()];
        setup.Store.AddClient(client, AssertionIssuer.Secret);
    });
}
