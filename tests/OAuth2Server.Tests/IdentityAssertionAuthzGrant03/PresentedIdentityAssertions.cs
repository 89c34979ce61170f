using System.Text.Json.Nodes;
using OAuth2Server.Tests.Rfc7523;
using OAuth2Server.Tests.Rfc9449;

namespace OAuth2Server.Tests.IdentityAssertionAuthzGrant03;

[RfcSection("ID-JAG draft 03", "4.4")]
[RfcSection("ID-JAG draft 03", "4.4.1")]
public abstract class PresentedIdentityAssertions<T> : ProtocolTests<T> where T : ITransport
{
    private readonly AssertionIssuer _idp = new();
    private readonly DPoPClientKey _key = new();

    [Fact]
    public async Task The_client_that_it_is_for_gets_a_token_with_its_scope()
    {
        var server = Start(_idp.Trusted());
        var issued = (await server.PresentAsync(_idp.IdentityAssertion(server))).MustIssue();
        Assert.Equal("a", issued["scope"]);
        Assert.Equal("alice", (await server.BearerAsync(issued.AccessToken, "a")).MustBe(200)["sub"]);
    }

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("\"Service\"")]
    [InlineData("\"\"")]
    [InlineData("[\"service\"]")]
    [InlineData("null")]
    public async Task Another_client_may_not_use_it(string clientId)
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, ("client_id", JsonNode.Parse(clientId)));
        // The claim alone decides: also where the other client may use assertions of the issuer.
        server = Start(_idp.Trusted(trust => trust.Clients.Add("other")));
        (await server.TokenAsync(AssertionIssuer.Form(_idp.IdentityAssertion(server)), AssertionIssuer.OtherBasic))
            .MustRefuse("invalid_grant");
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("iat")]
    [InlineData("exp")]
    [InlineData("jti")]
    [InlineData("sub")]
    [InlineData("aud")]
    public async Task A_required_claim_that_is_missing_is_refused(string missing)
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, (missing, null));
    }

    [Theory]
    [InlineData("\"https://auth.example.com\"", true)]
    [InlineData("[\"https://auth.example.com\"]", true)]
    [InlineData("\"https://auth.example.com/oauth2/token\"", false)]
    [InlineData("\"https://auth.example.com/\"", false)]
    [InlineData("[\"https://auth.example.com\",\"https://auth.example.com\"]", false)]
    [InlineData("[\"https://auth.example.com\",\"https://other.example.com\"]", false)]
    [InlineData("\"https://other.example.com\"", false)]
    public async Task The_audience_is_the_issuer_alone(string audience, bool accepted)
    {
        var server = Start(_idp.Trusted());
        var answer = await server.PresentAsync(_idp.IdentityAssertion(server, ("aud", JsonNode.Parse(audience))));
        if (accepted) answer.MustIssue();
        else answer.MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task The_same_claims_with_the_type_of_every_JWT_are_no_identity_assertion()
    {
        var server = Start(_idp.Trusted(trust => trust.AcceptsPlainAssertions = false));
        (await server.PresentAsync(_idp.Sign(server, "JWT", ("client_id", "service")))).MustRefuse("invalid_grant");
        (await server.PresentAsync(_idp.Sign(server, "application/OAUTH-id-jag+JWT", ("client_id", "service")))).MustIssue();
    }

    [Theory]
    [InlineData("a b", null, "a b")]
    [InlineData("a", null, "a")]
    [InlineData("a c unknown", null, "a")]
    [InlineData("a b", "b", "b")]
    [InlineData(null, null, "a b")]
    public async Task The_scope_of_the_assertion_is_narrowed_to_what_the_server_gives(string? asserted, string? requested, string given)
    {
        var server = Start(_idp.Trusted());
        var assertion = _idp.IdentityAssertion(server, ("scope", asserted));
        var answer = requested is null
            ? await server.PresentAsync(assertion)
            : await server.PresentAsync(assertion, ("scope", requested));
        Assert.Equal(given, answer.MustIssue()["scope"]);
    }

    [Theory]
    [InlineData("c", null)]
    [InlineData("a", "b")]
    [InlineData("a c", "c")]
    public async Task More_scope_than_both_give_is_refused(string asserted, string? requested)
    {
        var server = Start(_idp.Trusted());
        var assertion = _idp.IdentityAssertion(server, ("scope", asserted));
        var answer = requested is null
            ? await server.PresentAsync(assertion)
            : await server.PresentAsync(assertion, ("scope", requested));
        answer.MustRefuse("invalid_scope");
    }

    [Theory]
    [InlineData("\"https://mail.example.com/api\"")]
    [InlineData("[\"https://mail.example.com/api\",\"https://elsewhere.example.com\"]")]
    public async Task The_token_is_for_the_resource_of_the_assertion(string resource)
    {
        var server = Start(_idp.Trusted(more: setup => setup.Resource = Known.Photos));
        var assertion = _idp.IdentityAssertion(server, ("resource", JsonNode.Parse(resource)));
        (await server.PresentAsync(assertion, ("resource", Known.Photos))).MustRefuse("invalid_target");
        var issued = (await server.PresentAsync(assertion)).MustIssue();
        (await server.BearerAsync(issued.AccessToken, "a")).MustBe(401);
    }

    [Theory]
    [InlineData("\"https://elsewhere.example.com\"")]
    [InlineData("\"https://photos.example.com/api\"")]
    [InlineData("\"not a resource\"")]
    public async Task A_resource_that_the_issuer_is_not_trusted_for_is_refused(string resource)
    {
        var server = Start(_idp.Trusted(trust => trust.Audiences = [Known.Mail]));
        (await server.PresentAsync(_idp.IdentityAssertion(server, ("resource", JsonNode.Parse(resource))))).MustRefuse("invalid_target");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("[7]")]
    public async Task A_resource_that_cannot_be_read_is_refused(string resource)
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, ("resource", JsonNode.Parse(resource)));
    }

    [Fact]
    public async Task A_bound_one_needs_a_proof_of_its_key()
    {
        var server = Start(_idp.Trusted(more: ProofRequests.On));
        var assertion = _idp.IdentityAssertion(server, ("cnf", new JsonObject { ["jkt"] = _key.Thumbprint }));
        (await server.PresentAsync(assertion)).MustRefuse("invalid_grant");
        (await ProveAsync(server, assertion, new())).MustRefuse("invalid_grant");
        Assert.Equal("DPoP", (await ProveAsync(server, assertion, _key)).MustIssue()["token_type"]);
    }

    [Fact]
    public async Task A_bound_one_is_refused_by_a_server_that_reads_no_proofs()
    {
        var server = Start(_idp.Trusted());
        var assertion = _idp.IdentityAssertion(server, ("cnf", new JsonObject { ["jkt"] = _key.Thumbprint }));
        (await server.PresentAsync(assertion)).MustRefuse("invalid_grant");
    }

    [Theory]
    [InlineData("x5t#S256")]
    [InlineData("kid")]
    public async Task A_proof_is_not_one_of_another_method(string method)
    {
        var server = Start(_idp.Trusted(more: ProofRequests.On));
        var assertion = _idp.IdentityAssertion(server, ("cnf", new JsonObject { [method] = _key.Thumbprint }));
        (await ProveAsync(server, assertion, _key)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_proof_for_one_that_is_not_bound_binds_the_token()
    {
        var server = Start(_idp.Trusted(more: ProofRequests.On));
        Assert.Equal("DPoP", (await ProveAsync(server, _idp.IdentityAssertion(server), _key)).MustIssue()["token_type"]);
    }

    private static Task<Answer> ProveAsync(TestServer server, string assertion, DPoPClientKey key) =>
        server.TokenAsync(AssertionIssuer.Form(assertion), AssertionIssuer.ServiceBasic, server.ForToken(key));

    private async Task RefuseAsync(TestServer server, params (string Name, JsonNode? Value)[] changes) =>
        (await server.PresentAsync(_idp.IdentityAssertion(server, changes))).MustRefuse("invalid_grant");
}
