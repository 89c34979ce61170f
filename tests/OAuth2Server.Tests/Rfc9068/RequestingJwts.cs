namespace OAuth2Server.Tests.Rfc9068;

[RfcSection("RFC 9068", "3")]
public abstract class RequestingJwts<T> : ProtocolTests<T> where T : ITransport
{
    private static Parameters Service(params string[] resources) =>
        [.. Known.ClientCredentials, .. resources.Select(resource => ("resource", resource))];

    private static Task<Answer> TokenAsync(TestServer server, params string[] resources) =>
        server.TokenAsync(Service(resources), Known.WebBasic);

    private TestServer TwoResources(Action<ProtectedResource, ProtectedResource>? change = null) => Start(s =>
    {
        var photos = new ProtectedResource { Resource = Known.Photos, Scopes = ["a", "b"], AccessTokenFormat = AccessTokenFormat.Jwt };
        var mail = new ProtectedResource { Resource = Known.Mail, AccessTokenFormat = AccessTokenFormat.Jwt };
        change?.Invoke(photos, mail);
        JwtServers.Registered(s, photos, mail);
    });

    private static bool IsJwt(Answer issued) => issued.MustIssue().AccessToken.Split('.').Length == 3;

    [Fact]
    public async Task The_audience_is_the_requested_resource_as_a_text()
    {
        var server = TwoResources();
        var token = await server.ReadAsync((await TokenAsync(server, Known.Photos)).MustIssue().AccessToken);
        Assert.Equal(Known.Photos, token.Claims.GetProperty("aud").GetString());
        Assert.Equal("a b", token["scope"]);
    }

    [Fact]
    public async Task Several_resources_are_a_list()
    {
        var server = TwoResources();
        var token = await server.ReadAsync((await TokenAsync(server, Known.Photos, Known.Mail)).MustIssue().AccessToken);
        Assert.Equal(System.Text.Json.JsonValueKind.Array, token.Claims.GetProperty("aud").ValueKind);
        Assert.Equal([Known.Photos, Known.Mail], token.Audience);
    }

    [Fact]
    public async Task The_audience_has_the_registered_spelling()
    {
        var server = TwoResources();
        var token = await server.ReadAsync((await TokenAsync(server, "HTTPS://Photos.Example.com:443/api")).MustIssue().AccessToken);
        Assert.Equal([Known.Photos], token.Audience);
    }

    [Fact]
    public async Task Without_a_resource_the_audience_is_the_default_one_and_the_saved_token_says_so_too()
    {
        var server = Start(JwtServers.EveryToken);
        var issued = (await TokenAsync(server)).MustIssue();
        Assert.Equal([JwtServers.Default], (await server.ReadAsync(issued.AccessToken)).Audience);
        (await server.BearerAsync(issued.AccessToken)).MustBe(200);
        var elsewhere = Start(s => { JwtServers.EveryToken(s); s.Resource = Known.Photos; });
        (await elsewhere.BearerAsync((await TokenAsync(elsewhere)).MustIssue().AccessToken)).MustBe(401);
    }

    [Fact]
    public async Task The_default_resource_gets_the_scope_that_it_uses()
    {
        var narrow = Start(s =>
        {
            JwtServers.Registered(s, new ProtectedResource { Resource = Known.Photos, Scopes = ["a"] });
            (s.Options.AccessTokenFormat, s.Options.DefaultResource) = (AccessTokenFormat.Jwt, Known.Photos);
        });
        Assert.Equal("a", (await narrow.ReadAsync((await TokenAsync(narrow)).MustIssue().AccessToken))["scope"]);
        (await narrow.TokenAsync(Service().With("scope", "c"), Known.WebBasic)).MustRefuse("invalid_scope");
    }

    [Theory]
    [InlineData(JwtServers.Default)]
    [InlineData("HTTPS://Default.Example.com:443/")]
    public async Task A_request_may_name_the_default_resource(string named)
    {
        var server = Start(JwtServers.EveryToken);
        Assert.Equal([JwtServers.Default], (await server.ReadAsync((await TokenAsync(server, named)).MustIssue().AccessToken)).Audience);
        var code = await server.CodeAsync(Known.Authorization.With("resource", named));
        Assert.Equal(
            [JwtServers.Default],
            (await server.ReadAsync((await server.TokenAsync(Known.Redemption(code))).MustIssue().AccessToken)).Audience);
    }

    [Fact]
    public async Task With_neither_the_request_is_refused_and_nothing_is_consumed()
    {
        var server = Start(s =>
        {
            JwtServers.Registered(s, new ProtectedResource { Resource = Known.Photos });
            s.Options.AccessTokenFormat = AccessTokenFormat.Jwt;
        });
        var refused = (await TokenAsync(server)).MustRefuse("invalid_target");
        Assert.Contains("resource", refused["error_description"], StringComparison.Ordinal);

        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_target");
        var issued = (await server.TokenAsync(Known.Redemption(code).With("resource", Known.Photos))).MustIssue();
        (await server.RefreshAsync(issued.RefreshToken)).MustRefuse("invalid_target");
        Assert.True(IsJwt(await server.RefreshAsync(issued.RefreshToken, ("resource", Known.Photos))));
    }

    [Theory]
    [InlineData(AccessTokenFormat.Opaque, null, null, false)]
    [InlineData(AccessTokenFormat.Jwt, null, null, true)]
    [InlineData(AccessTokenFormat.Opaque, AccessTokenFormat.Jwt, null, true)]
    [InlineData(AccessTokenFormat.Jwt, AccessTokenFormat.Opaque, null, false)]
    [InlineData(AccessTokenFormat.Opaque, AccessTokenFormat.Opaque, AccessTokenFormat.Jwt, true)]
    [InlineData(AccessTokenFormat.Jwt, AccessTokenFormat.Jwt, AccessTokenFormat.Opaque, false)]
    public async Task The_resource_decides_before_the_client_and_the_client_before_the_server(
        AccessTokenFormat server, AccessTokenFormat? client, AccessTokenFormat? resource, bool isJwt)
    {
        var started = Start(s =>
        {
            JwtServers.Registered(s, new ProtectedResource { Resource = Known.Photos, AccessTokenFormat = resource });
            s.Options.AccessTokenFormat = server;
            s.Store.AddClient(Known.Web with { AccessTokenFormat = client }, Known.WebSecret);
        });
        Assert.Equal(isJwt, IsJwt(await TokenAsync(started, Known.Photos)));
    }

    [Fact]
    public async Task A_client_that_asks_for_jwts_gets_them_and_others_do_not()
    {
        var server = Start(s =>
        {
            s.Jwt = new();
            s.Options.DefaultResource = JwtServers.Default;
            s.Store.AddClient(Known.Web with { AccessTokenFormat = AccessTokenFormat.Jwt }, Known.WebSecret);
        });
        Assert.True(IsJwt(await TokenAsync(server)));
        Assert.False(IsJwt(await server.IssueAsync()));
    }

    [Theory]
    [InlineData(AccessTokenFormat.Opaque, null)]
    [InlineData(AccessTokenFormat.Jwt, "RS256")]
    public async Task One_token_for_resources_that_need_different_ones_is_refused(AccessTokenFormat format, string? algorithm)
    {
        var server = TwoResources((_, mail) => (mail.AccessTokenFormat, mail.SigningAlgorithm) = (format, algorithm));
        (await TokenAsync(server, Known.Photos, Known.Mail)).MustRefuse("invalid_target");
        (await TokenAsync(server, Known.Photos)).MustIssue();
        (await TokenAsync(server, Known.Mail)).MustIssue();

        // A code for both can be redeemed for each.
        var code = await server.CodeAsync(Known.Authorization.Also("resource", Known.Photos).Also("resource", Known.Mail));
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_target");
        var issued = (await server.TokenAsync(Known.Redemption(code).With("resource", Known.Mail))).MustIssue();
        Assert.True(IsJwt(await server.RefreshAsync(issued.RefreshToken, ("resource", Known.Photos))));
    }

    [Fact]
    public async Task Opaque_tokens_stay_without_audience()
    {
        var server = Start(s =>
        {
            s.Jwt = new();
            s.Options.DefaultResource = JwtServers.Default;
        });
        var issued = (await TokenAsync(server)).MustIssue();
        Assert.False(IsJwt(issued));
        Assert.False((await server.IntrospectAsync(issued.AccessToken)).MustBeActive().Json.TryGetProperty("aud", out _));
    }
}
