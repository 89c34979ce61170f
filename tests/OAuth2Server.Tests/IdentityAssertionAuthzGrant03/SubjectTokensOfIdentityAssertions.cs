using System.Text.Json.Nodes;
using static OAuth2Server.Tests.IdentityAssertionAuthzGrant03.AssertionServers;

namespace OAuth2Server.Tests.IdentityAssertionAuthzGrant03;

[RfcSection("ID-JAG draft 03", "4.3.3")]
public abstract class SubjectTokensOfIdentityAssertions<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData("aud", "\"app\"")]
    [InlineData("aud", "[\"web\"]")]
    [InlineData("iss", "\"https://other.example.com\"")]
    [InlineData("sub", "7")]
    [InlineData("exp", "\"soon\"")]
    [InlineData("auth_time", "\"now\"")]
    public async Task An_id_token_that_is_not_of_this_server_for_this_client_is_refused(string claim, string value)
    {
        var server = Start(Usual);
        await RefuseAsync(server, await server.IdTokenAsync((claim, JsonNode.Parse(value))));
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("sub")]
    [InlineData("exp")]
    public async Task An_id_token_without_a_claim_that_every_one_has_is_refused(string missing)
    {
        var server = Start(Usual);
        await RefuseAsync(server, await server.IdTokenAsync((missing, null)));
    }

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("oauth-id-jag+jwt")]
    [InlineData("token-introspection+jwt")]
    public async Task Another_token_that_this_server_signed_is_no_id_token(string type)
    {
        var server = Start(Usual);
        await RefuseAsync(server, await server.SignAsync(type));
    }

    [Fact]
    public async Task An_id_token_of_another_signer_is_refused()
    {
        var server = Start(Usual);
        var parts = (await server.IdTokenAsync()).Split('.');
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT" };
        var now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = Known.Issuer, ["sub"] = "alice", ["aud"] = "web", ["exp"] = now + 60 };
        await RefuseAsync(server, new DPoPClientKey().Sign(header.ToJsonString(), claims.ToJsonString()));
        await RefuseAsync(server, $"{parts[0]}.{parts[1]}.");
        await RefuseAsync(server, "x");
    }

    [Fact]
    public async Task An_expired_id_token_is_refused_and_the_assertion_never_outlives_it()
    {
        var server = Start(Usual);
        var idToken = await server.IdTokenAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(3500));
        var answer = await server.AskAsync(Request(idToken));
        Assert.Equal(100, answer.Json.GetProperty("expires_in").GetInt64());
        var assertion = await server.ReadAsync(answer.MustAssert());
        Assert.Equal(TimeSpan.FromSeconds(100), assertion.Time("exp") - assertion.Time("iat"));
        server.Clock.Advance(TimeSpan.FromSeconds(100));
        await RefuseAsync(server, idToken);
    }

    [Fact]
    public async Task A_user_who_may_no_longer_sign_in_is_refused()
    {
        var server = Start(Usual);
        var (idToken, refreshToken) = (await server.IdTokenAsync(), await RefreshTokenAsync(server));
        server.Store.Gone.Add("alice");
        (await server.AskAsync(Request(idToken))).MustRefuse("invalid_grant");
        (await server.AskAsync(Request(refreshToken, RefreshTokenType))).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_refresh_token_of_a_sign_in_is_accepted_and_not_consumed()
    {
        var server = Start(Usual);
        var refreshToken = await RefreshTokenAsync(server);
        for (var i = 0; i < 2; i++)
        {
            var assertion = await server.ReadAsync((await server.AskAsync(Request(refreshToken, RefreshTokenType))).MustAssert());
            Assert.Equal(("alice", "web-at-chat"), (assertion["sub"], assertion["client_id"]));
        }
        (await server.TokenAsync([("grant_type", "refresh_token"), ("refresh_token", refreshToken)], Known.WebBasic)).MustIssue();
        // The refresh consumed it.
        await RefuseAsync(server, refreshToken, RefreshTokenType);
    }

    [Fact]
    public async Task A_refresh_token_of_a_sign_in_without_openid_is_refused()
    {
        var server = Start(Usual);
        await RefuseAsync(server, await RefreshTokenAsync(server, "a"), RefreshTokenType);
    }

    [Fact]
    public async Task A_refresh_token_that_is_revoked_expired_or_of_another_client_is_refused()
    {
        var server = Start(Usual);
        var revoked = await RefreshTokenAsync(server);
        (await server.RevokeAsync([("token", revoked)], Known.WebBasic)).MustRevoke();
        await RefuseAsync(server, revoked, RefreshTokenType);
        await RefuseAsync(server, (await server.IssueAsync()).RefreshToken, RefreshTokenType);
        var old = await RefreshTokenAsync(server);
        server.Clock.Advance(TimeSpan.FromDays(400));
        await RefuseAsync(server, old, RefreshTokenType);
    }

    [Fact]
    public async Task An_access_token_is_refused()
    {
        var server = Start(Usual);
        var issued = await server.IssueToWebAsync();
        await RefuseAsync(server, issued.AccessToken, "urn:ietf:params:oauth:token-type:access_token");
        await RefuseAsync(server, issued.AccessToken, RefreshTokenType);
        await RefuseAsync(server, issued.AccessToken);
    }

    [Theory]
    [InlineData("subject_token")]
    [InlineData("subject_token_type")]
    public async Task The_subject_token_and_its_type_are_required(string missing)
    {
        var server = Start(Usual);
        (await server.AskAsync(Request(await server.IdTokenAsync()).Without(missing))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_type_that_is_not_that_of_the_token_is_refused()
    {
        var server = Start(Usual);
        await RefuseAsync(server, await server.IdTokenAsync(), RefreshTokenType);
        await RefuseAsync(server, await RefreshTokenAsync(server));
        await RefuseAsync(server, await server.IdTokenAsync(), "urn:ietf:params:oauth:token-type:saml2");
    }

    private static async Task<string> RefreshTokenAsync(TestServer server, string scope = "openid a")
    {
        var code = await server.CodeAsync(Known.WebAuthorization.With("scope", scope), ScriptedConsent.ByAlice);
        return (await server.TokenAsync(Known.WebRedemption(code), Known.WebBasic)).MustIssue().RefreshToken;
    }

    private static async Task RefuseAsync(TestServer server, string token, string type = IdTokenType) =>
        (await server.AskAsync(Request(token, type))).MustRefuse("invalid_request");
}
