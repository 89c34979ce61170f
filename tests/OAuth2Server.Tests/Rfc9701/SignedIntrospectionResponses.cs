namespace OAuth2Server.Tests.Rfc9701;

[RfcSection("RFC 9701", "5")]
public abstract class SignedIntrospectionResponses<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer Signing(Action<Setup>? change = null) => Start(SigningServers.Of(change));

    [Fact]
    public async Task The_jwt_has_its_own_type_and_cannot_pass_for_an_access_token()
    {
        var server = Signing();
        var answer = await SigningServers.SignedAsync(server, (await SigningServers.PhotosAsync(server)).AccessToken);
        Assert.Equal("token-introspection+jwt", answer.Header.GetProperty("typ").GetString());
        Assert.Equal("aud iat iss token_introspection", answer.Names);
        Assert.Equal((Known.Issuer, "api"), (answer["iss"], answer["aud"]));
        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeSeconds(), answer.Claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task It_holds_the_answer_that_the_client_would_get_in_json()
    {
        var server = Signing();
        var issued = await SigningServers.PhotosAsync(server);
        foreach (var token in (string[])[issued.AccessToken, issued.RefreshToken, "unknown"])
        {
            var json = (await SigningServers.AskAsync(server, token, "application/json")).MustBe(200);
            var signed = await SigningServers.SignedAsync(server, token);
            Assert.Equal(json.Text, signed.Claims.GetProperty("token_introspection").GetRawText());
        }
    }

    [Fact]
    public async Task About_a_token_that_is_not_for_the_client_it_says_only_that()
    {
        var server = Signing(s => s.Options.Resources = [.. s.Options.Resources, new() { Resource = Known.Mail }]);
        var mail = await server.IssueAsync(Known.Authorization.With("resource", Known.Mail));
        var revoked = await SigningServers.PhotosAsync(server);
        await server.RevokeAsync(revoked.AccessToken);
        foreach (var token in (string[])[mail.AccessToken, revoked.AccessToken, "unknown"])
        {
            var told = (await SigningServers.SignedAsync(server, token)).Claims.GetProperty("token_introspection");
            Assert.Equal("""{"active":false}""", told.GetRawText());
        }
    }

    [Fact]
    public async Task It_tells_of_jwts_too()
    {
        var server = Signing(s => s.Options.Resources[0].AccessTokenFormat = AccessTokenFormat.Jwt);
        var issued = await SigningServers.PhotosAsync(server);
        var told = (await SigningServers.SignedAsync(server, issued.AccessToken)).Claims.GetProperty("token_introspection");
        Assert.Equal((await server.ReadAsync(issued.AccessToken))["jti"], told.GetProperty("jti").GetString());
    }

    [Fact]
    public async Task It_is_no_access_token()
    {
        var server = Signing(s => s.Resource = Known.Photos);
        var photos = await SigningServers.PhotosAsync(server);
        var answer = await SigningServers.AskAsync(server, photos.AccessToken, SigningServers.MediaType);
        (await server.BearerAsync(answer.Text)).MustBe(401);
        (await server.IntrospectAsync(answer.Text)).MustBeInactive();
    }
}
