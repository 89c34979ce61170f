using System.Text.Json;
using OAuth2Server.Tests.Rfc9068;

namespace OAuth2Server.Tests.Rfc9701;

/// <summary>A server that signs introspection answers, and the requests for them.</summary>
public abstract class SignedIntrospection<T> : ProtocolTests<T> where T : ITransport
{
    protected const string MediaType = "application/token-introspection+jwt";

    private protected TestServer Signing(Action<Setup>? change = null) => Start(s =>
    {
        JwtServers.Registered(s, new ProtectedResource { Resource = Known.Photos, ClientId = "api" });
        change?.Invoke(s);
    });

    private protected static Task<Answer> AskAsync(TestServer server, string token, params string[] accept) =>
        server.IntrospectAsync([("token", token)], [Known.ApiBasic, .. accept.Select(value => ("Accept", value))]);

    private protected static async Task<ReadJwt> SignedAsync(TestServer server, string token)
    {
        var answer = (await AskAsync(server, token, MediaType)).MustBe(200);
        Assert.Equal(MediaType, answer.Header("Content-Type"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        return await server.ReadAsync(answer.Text);
    }

    private protected static Task<Answer> PhotosAsync(TestServer server) =>
        server.IssueAsync(Known.Authorization.With("resource", Known.Photos));
}

[RfcSection("RFC 9701", "4")]
public abstract class RequestingSignedIntrospection<T> : SignedIntrospection<T> where T : ITransport
{
    [Theory]
    [InlineData(MediaType)]
    [InlineData("APPLICATION/Token-Introspection+JWT")]
    [InlineData(MediaType + ";q=0.1")]
    [InlineData(MediaType + " ; q=1.000")]
    [InlineData("application/json;q=0.9, " + MediaType)]
    [InlineData("application/json, " + MediaType)]
    [InlineData(MediaType + ", */*;q=0.5")]
    [InlineData(MediaType + ", application/json;q=0, */*")]
    [InlineData("text/html,," + MediaType)]
    public async Task A_client_that_names_the_media_type_gets_a_jwt(string accept)
    {
        var server = Signing();
        var answer = await AskAsync(server, (await PhotosAsync(server)).AccessToken, accept);
        Assert.Equal(MediaType, answer.MustBe(200).Header("Content-Type"));
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/*")]
    [InlineData("application/json")]
    [InlineData("application/jwt")]
    [InlineData(MediaType + ";q=0")]
    [InlineData(MediaType + ";q=0.000, */*")]
    [InlineData("application/json, " + MediaType + ";q=0.5")]
    [InlineData("*/*, " + MediaType + ";q=0.5")]
    [InlineData(MediaType + ";q=x")]
    [InlineData(MediaType + ";q=-1")]
    [InlineData(MediaType + ";q=1.1")]
    [InlineData(MediaType + ";q=NaN")]
    [InlineData(MediaType + ";q=")]
    [InlineData("application/token-introspection")]
    [InlineData("x" + MediaType)]
    [InlineData(";;,,;q=1")]
    [InlineData("")]
    public async Task Every_other_client_gets_json(string accept)
    {
        var server = Signing();
        (await AskAsync(server, (await PhotosAsync(server)).AccessToken, accept)).MustBeActive();
    }

    [Fact]
    public async Task Two_headers_are_one_list()
    {
        var server = Signing();
        var token = (await PhotosAsync(server)).AccessToken;
        Assert.Equal(MediaType, (await AskAsync(server, token, "text/html", MediaType)).Header("Content-Type"));
        (await AskAsync(server, token, "application/json", MediaType + ";q=0.2")).MustBeActive();
    }

    [Fact]
    public async Task Without_the_header_the_answer_is_json()
    {
        var server = Signing();
        (await AskAsync(server, (await PhotosAsync(server)).AccessToken)).MustBeActive();
    }

    [Fact]
    public async Task A_refusal_is_json()
    {
        var server = Signing();
        (await server.IntrospectAsync([("token", "t")], ("Accept", MediaType))).MustRefuse("invalid_client", 401);
        (await server.IntrospectAsync([], Known.ApiBasic, ("Accept", MediaType))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_server_without_jwts_answers_in_json()
    {
        var server = Start();
        (await AskAsync(server, (await server.IssueAsync()).AccessToken, MediaType)).MustBeActive();
    }
}

[RfcSection("RFC 9701", "5")]
public abstract class SignedIntrospectionResponses<T> : SignedIntrospection<T> where T : ITransport
{
    [Fact]
    public async Task The_jwt_has_its_own_type_and_cannot_pass_for_an_access_token()
    {
        var server = Signing();
        var answer = await SignedAsync(server, (await PhotosAsync(server)).AccessToken);
        Assert.Equal("token-introspection+jwt", answer.Header.GetProperty("typ").GetString());
        Assert.Equal("aud iat iss token_introspection", answer.Names);
        Assert.Equal((Known.Issuer, "api"), (answer["iss"], answer["aud"]));
        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeSeconds(), answer.Claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task It_holds_the_answer_that_the_client_would_get_in_json()
    {
        var server = Signing();
        var issued = await PhotosAsync(server);
        foreach (var token in (string[])[issued.AccessToken, issued.RefreshToken, "unknown"])
        {
            var json = (await AskAsync(server, token, "application/json")).MustBe(200);
            Assert.Equal(json.Text, (await SignedAsync(server, token)).Claims.GetProperty("token_introspection").GetRawText());
        }
    }

    [Fact]
    public async Task About_a_token_that_is_not_for_the_client_it_says_only_that()
    {
        var server = Signing(s => s.Options.Resources = [.. s.Options.Resources, new() { Resource = Known.Mail }]);
        var mail = await server.IssueAsync(Known.Authorization.With("resource", Known.Mail));
        var revoked = await PhotosAsync(server);
        await server.RevokeAsync(revoked.AccessToken);
        foreach (var token in (string[])[mail.AccessToken, revoked.AccessToken, "unknown"])
        {
            var told = (await SignedAsync(server, token)).Claims.GetProperty("token_introspection");
            Assert.Equal("""{"active":false}""", told.GetRawText());
        }
    }

    [Fact]
    public async Task It_tells_of_jwts_too()
    {
        var server = Signing(s => s.Options.Resources[0].AccessTokenFormat = AccessTokenFormat.Jwt);
        var issued = await PhotosAsync(server);
        var told = (await SignedAsync(server, issued.AccessToken)).Claims.GetProperty("token_introspection");
        Assert.Equal((await server.ReadAsync(issued.AccessToken))["jti"], told.GetProperty("jti").GetString());
    }

    [Fact]
    public async Task It_is_no_access_token()
    {
        var server = Signing(s => s.Resource = Known.Photos);
        var answer = await AskAsync(server, (await PhotosAsync(server)).AccessToken, MediaType);
        (await server.BearerAsync(answer.Text)).MustBe(401);
        (await server.IntrospectAsync(answer.Text)).MustBeInactive();
    }
}

[RfcSection("RFC 9701", "6")]
[RfcSection("RFC 9701", "7")]
public abstract class SignedIntrospectionMetadata<T> : SignedIntrospection<T> where T : ITransport
{
    [Theory]
    [InlineData(null, null, "RS256")]
    [InlineData(null, "ES384", "ES384")]
    [InlineData("ES256", null, "ES256")]
    [InlineData("PS256", "ES384", "PS256")]
    public async Task The_client_chooses_the_algorithm_otherwise_its_resource_otherwise_it_is_RS256(
        string? client, string? resource, string expected)
    {
        var server = Signing(s =>
        {
            s.Options.Resources[0].SigningAlgorithm = resource;
            s.Store.AddClient(Known.Api with { IntrospectionSignedResponseAlg = client }, Known.ApiSecret);
        });
        Assert.Equal(expected, (await SignedAsync(server, "unknown")).Header.GetProperty("alg").GetString());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("es256")]
    public async Task An_algorithm_that_does_not_exist_signs_nothing(string algorithm)
    {
        var server = Signing(s => s.Store.AddClient(Known.Api with { IntrospectionSignedResponseAlg = algorithm }, Known.ApiSecret));
        (await AskAsync(server, "unknown", MediaType)).MustRefuse("server_error", 500);
        (await AskAsync(server, "unknown")).MustBeInactive();
    }

    [Fact]
    public async Task The_metadata_lists_the_algorithms()
    {
        var listed = (await Signing().MetadataAsync()).Json.GetProperty("introspection_signing_alg_values_supported");
        Assert.Contains("RS256", listed.EnumerateArray().Select(one => one.GetString()));
        Assert.False((await Start().MetadataAsync()).Json.TryGetProperty("introspection_signing_alg_values_supported", out _));
    }
}
