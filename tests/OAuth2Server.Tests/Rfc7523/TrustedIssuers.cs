using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OAuth2Server.Tests.Rfc7523;

[RfcSection("RFC 7523", "3")]
[RfcSection("RFC 8725", "3.11")]
[RfcSection("RFC 8725", "3.1")]
public abstract class TrustedIssuers<T> : ProtocolTests<T> where T : ITransport
{
    private readonly AssertionIssuer _idp = new();

    [Theory]
    [InlineData("https://other.example.com")]
    [InlineData("https://idp.example.com/")]
    [InlineData("https://IDP.example.com")]
    public async Task An_issuer_that_is_not_trusted_is_refused_as_every_wrong_assertion(string issuer)
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, _idp.Assertion(server, ("iss", issuer)));
    }

    [Fact]
    public async Task A_server_that_trusts_nobody_refuses_every_assertion()
    {
        var server = Start(_idp.Trusted(more: setup => setup.Bearer!.Issuers.Clear()));
        await RefuseAsync(server, _idp.Assertion(server));
    }

    [Fact]
    public async Task An_assertion_with_the_name_of_this_server_is_refused_whoever_signed_it()
    {
        var server = Start(_idp.Trusted(more: setup =>
        {
            setup.Jwt = new();
            // The options refuse it at the start; a model must not make it possible either.
            setup.Bearer!.Issuers.Add(TrustOfItself());
        }));
        await RefuseAsync(server, _idp.Assertion(server, ("iss", Known.Issuer)));

        TrustedIssuer TrustOfItself()
        {
            var trust = _idp.Trust;
            trust.Issuer = Known.Issuer;
            return trust;
        }
    }

    [Fact]
    public async Task A_client_that_the_issuer_is_not_trusted_for_is_refused()
    {
        var server = Start(_idp.Trusted());
        var answer = await server.TokenAsync(AssertionIssuer.Form(_idp.Assertion(server)), AssertionIssuer.OtherBasic);
        Assert.Equal("The assertion is not valid.", answer.MustRefuse("invalid_grant")["error_description"]);
    }

    [Fact]
    public async Task Plain_assertions_need_a_permission_of_their_own()
    {
        var server = Start(_idp.Trusted(trust => trust.AcceptsPlainAssertions = false));
        await RefuseAsync(server, _idp.Assertion(server));
        (await server.PresentAsync(_idp.IdentityAssertion(server))).MustIssue();
    }

    [Fact]
    public async Task Identity_assertions_can_be_switched_off()
    {
        var server = Start(_idp.Trusted(trust => trust.AcceptsIdentityAssertions = false));
        await RefuseAsync(server, _idp.IdentityAssertion(server));
        (await server.PresentAsync(_idp.Assertion(server))).MustIssue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("application/jwt")]
    public async Task A_plain_assertion_has_the_type_of_every_JWT_or_none(string? type)
    {
        var server = Start(_idp.Trusted());
        (await server.PresentAsync(_idp.Sign(server, type))).MustIssue();
    }

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("application/at+jwt")]
    [InlineData("client-authentication+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("dpop+jwt")]
    [InlineData("oauth-authz-req+jwt")]
    [InlineData("token-introspection+jwt")]
    [InlineData("something+jwt")]
    [InlineData("")]
    public async Task A_token_of_another_kind_is_refused(string type)
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, _idp.Sign(server, type, ("client_id", "service")));
    }

    [Fact]
    public async Task A_signature_of_another_key_is_refused()
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, new AssertionIssuer().Assertion(server));
        await RefuseAsync(server, new AssertionIssuer("RS256").Assertion(server));
    }

    [Fact]
    public async Task Changed_claims_are_refused()
    {
        var server = Start(_idp.Trusted());
        var parts = _idp.Assertion(server).Split('.');
        var claims = AssertionIssuer.Claims(server, ("scope", "a b"));
        await RefuseAsync(server, $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.{parts[2]}");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("es256")]
    [InlineData("ES384")]
    [InlineData("RS256")]
    [InlineData("EdDSA")]
    public async Task An_algorithm_that_is_not_that_of_the_key_is_refused(string algorithm)
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, _idp.SignWith(server, new() { ["alg"] = algorithm, ["kid"] = "idp-key", ["typ"] = "JWT" }));
    }

    [Fact]
    public async Task The_public_key_as_the_secret_of_a_MAC_is_refused()
    {
        var server = Start(_idp.Trusted());
        var header = Text(new JsonObject { ["alg"] = "HS256", ["kid"] = "idp-key" }.ToJsonString());
        var signed = $"{header}.{Text(AssertionIssuer.Claims(server))}";
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(_idp.Jwks), Encoding.ASCII.GetBytes(signed));
        await RefuseAsync(server, $"{signed}.{Base64Url.EncodeToString(mac)}");

        static string Text(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }

    [Fact]
    public async Task An_assertion_without_signature_is_refused()
    {
        var server = Start(_idp.Trusted());
        await RefuseAsync(server, _idp.Assertion(server) is var text ? text[..(text.LastIndexOf('.') + 1)] : "");
    }

    [Fact]
    public async Task The_algorithms_of_an_issuer_can_be_limited()
    {
        var server = Start(_idp.Trusted(trust => trust.Algorithms = ["PS256"]));
        await RefuseAsync(server, _idp.Assertion(server));
    }

    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    public async Task A_key_in_the_header_is_not_used(string member)
    {
        var server = Start(_idp.Trusted());
        var other = new AssertionIssuer();
        JsonNode key = member == "jwk" ? JsonNode.Parse(other.Jwks)!["keys"]![0]!.DeepClone() : "https://evil.example.com/keys";
        await RefuseAsync(server, other.SignWith(server, new() { ["alg"] = "ES256", ["kid"] = "idp-key", [member] = key }));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES384")]
    public async Task Each_asymmetric_algorithm_is_accepted(string algorithm)
    {
        var idp = new AssertionIssuer(algorithm);
        var server = Start(idp.Trusted());
        (await server.PresentAsync(idp.Assertion(server))).MustIssue();
    }

    [Fact]
    public async Task The_answer_does_not_name_an_issuer()
    {
        var server = Start(_idp.Trusted());
        var answer = await server.PresentAsync(_idp.Assertion(server, ("iss", "https://other.example.com")));
        Assert.DoesNotContain("example.com", answer.Text, StringComparison.Ordinal);
    }

    private static async Task RefuseAsync(TestServer server, string assertion) => Assert.Equal(
        "The assertion is not valid.", (await server.PresentAsync(assertion)).MustRefuse("invalid_grant")["error_description"]);
}
