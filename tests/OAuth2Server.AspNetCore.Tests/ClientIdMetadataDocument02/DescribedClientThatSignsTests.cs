using System.Text.Json.Nodes;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.AspNetCore.Tests.ClientIdMetadataDocument02;

/// <summary>Clients that describe themselves and prove their identity with a key: what is fetched for them, and what is not.</summary>
public sealed class DescribedClientThatSignsTests : DescribedSiteTests
{
    [Theory]
    [InlineData(false, "/client.json /jwks")]
    [InlineData(true, "/client.json")]
    public async Task Its_document_and_its_keys_are_fetched_once_for_a_code_and_two_refreshes(bool isInline, string fetched)
    {
        PublishKeys(isInline);
        var site = StartDescribed();
        var code = await CodeAsync(site);
        Assert.Equal(["/client.json"], Server.Asked);
        var token = (await TokenAsync(site, Signed(Redemption(code)))).MustIssue();
        for (var i = 0; i < 2; i++)
        {
            Parameters refresh = [("grant_type", "refresh_token"), ("refresh_token", token.RefreshToken)];
            token = (await TokenAsync(site, Signed(refresh))).MustIssue();
        }
        Assert.Equal(fetched, string.Join(' ', Server.Asked));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_that_it_does_not_publish_is_refused_and_does_not_use_the_code(bool hasSameName)
    {
        PublishKeys();
        var site = StartDescribed();
        var code = await CodeAsync(site);
        var foreign = new TestIssuer(keyId: hasSameName ? Key.KeyId : "k2");
        (await TokenAsync(site, Signed(Redemption(code), foreign))).MustRefuse("invalid_client", 401);
        (await TokenAsync(site, Signed(Redemption(code)))).MustIssue();
    }

    [Fact]
    public async Task It_must_sign_when_its_document_has_keys()
    {
        PublishKeys();
        var site = StartDescribed();
        var code = await CodeAsync(site);
        (await TokenAsync(site, Named(Redemption(code)))).MustRefuse("invalid_client", 401);
        (await FormAsync(site, "/oauth2/token", Redemption(code), Known.Basic(Id, ""))).MustRefuse("invalid_client", 401);
        (await TokenAsync(site, Signed(Redemption(code)))).MustIssue();
    }

    [Fact]
    public async Task An_assertion_is_accepted_once()
    {
        PublishKeys();
        var site = StartDescribed();
        var used = Signed(Request.Without("client_id"));
        (await FormAsync(site, "/oauth2/par", used)).MustBe(201);
        (await FormAsync(site, "/oauth2/par", used)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task No_key_is_fetched_for_a_client_that_does_not_sign()
    {
        Document["jwks_uri"] = "https://app.example.com/jwks";
        Document["token_endpoint_auth_method"] = "none";
        var site = StartDescribed();
        var code = await CodeAsync(site);
        (await TokenAsync(site, Signed(Redemption(code)))).MustRefuse("invalid_client", 401);
        Assert.Equal(["/client.json"], Server.Asked);
        (await TokenAsync(site, Named(Redemption(code)))).MustIssue();
    }

    [Theory]
    [InlineData("iss", "https://app.example.com/other.json")]
    [InlineData("sub", "https://app.example.com/other.json")]
    [InlineData("sub", null)]
    [InlineData("aud", "https://attacker.example")]
    [InlineData("aud", "[https://auth.example.com, https://attacker.example]")]
    [InlineData("aud", null)]
    [InlineData("jti", null)]
    [InlineData("jti", "more than 256 characters")]
    [InlineData("exp", "-61")]
    [InlineData("exp", "700")]
    [InlineData("exp", null)]
    [InlineData("nbf", "120")]
    [InlineData("iat", "120")]
    public async Task Nothing_is_fetched_for_an_assertion_that_no_client_could_have_here(string claim, string? value)
    {
        PublishKeys();
        var site = StartDescribed();
        foreach (var endpoint in (string[])["token", "par", "revoke"])
        {
            Parameters form = endpoint == "par" ? Request.Without("client_id") : [.. Redemption("x"), ("token", "x")];
            (await FormAsync(site, "/oauth2/" + endpoint, Signed(form, null, (claim, ValueOf(value))))).MustRefuse("invalid_client", 401);
        }
        Assert.Empty(Server.Asked);
        // The same without the change is worth a fetch.
        (await TokenAsync(site, Signed(Redemption("x")))).MustRefuse("invalid_grant");
        Assert.Equal(["/client.json", "/jwks"], Server.Asked);
    }

    [Fact]
    public async Task Nothing_is_fetched_for_another_algorithm_or_type_or_client_id_or_an_assertion_that_cannot_be_read()
    {
        PublishKeys();
        var site = StartDescribed();
        var right = Signed(Redemption("x"));
        var text = right[^1].Value;
        var payload = text.Split('.')[1];
        foreach (var (name, wrong) in ((string, string)[])
        [
            ("client_assertion", Key.SignSegments(TestIssuer.Encode("""{"alg":"HS256","kid":"k1"}"""), payload)),
            ("client_assertion", TestIssuer.Encode("""{"alg":"none"}""") + "." + payload + "."),
            ("client_assertion", Key.SignSegments(TestIssuer.Encode("""{"alg":"ES256","typ":"dpop+jwt"}"""), payload)),
            ("client_assertion", text + "="),
            ("client_assertion", "x"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"),
            ("client_id", "https://app.example.com/other.json"),
        ])
        {
            var answer = await TokenAsync(site, right.With(name, wrong));
            answer.MustRefuse("invalid_client", 401);
        }
        Assert.Empty(Server.Asked);
    }

    private JsonNode? ValueOf(string? value) => value switch
    {
        null => null,
        "more than 256 characters" => new string('j', 257),
        ['[', .. var list, ']'] => new JsonArray([.. list.Split(", ").Select(one => (JsonNode)one)]),
        _ => long.TryParse(value, out var seconds) ? Setup.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds : value,
    };
}
