using OAuth2Server.Jwt;

namespace OAuth2Server.Tests.Rfc9068;

[RfcSection("RFC 9068", "5")]
[RfcSection("RFC 9700", "4.15")]
public abstract class JwtSecurity<T> : ProtocolTests<T> where T : ITransport
{
    private static Task<Answer> ServiceAsync(TestServer server) => server.TokenAsync(Known.ClientCredentials, Known.WebBasic);

    [Fact]
    public async Task A_client_that_acts_for_itself_cannot_be_taken_for_a_user_with_its_id()
    {
        var server = Start(s =>
        {
            JwtServers.EveryToken(s);
            s.Store.AddClient(Known.Web with { Id = "alice" }, Known.WebSecret);
        });
        var service = await server.TokenAsync(Known.ClientCredentials, Known.Basic("alice", Known.WebSecret));
        var user = await server.IssueAsync();
        Assert.Equal("client:alice", (await server.ReadAsync(service.MustIssue().AccessToken))["sub"]);
        Assert.Equal("alice", (await server.ReadAsync(user.AccessToken))["sub"]);
    }

    [Theory]
    [InlineData("client:web")]
    [InlineData("client:")]
    public async Task A_user_cannot_have_the_subject_of_a_client(string id)
    {
        var server = Start(s =>
        {
            JwtServers.EveryToken(s);
            s.Store.ServiceAccount = new(id);
        });
        (await ServiceAsync(server)).MustRefuse("server_error", 500);
    }

    [Fact]
    public async Task The_id_of_a_client_is_encoded_so_that_the_subject_is_a_uri()
    {
        var server = Start(s =>
        {
            JwtServers.EveryToken(s);
            s.Store.AddClient(Known.Web with { Id = "my client#1" }, Known.WebSecret);
        });
        var issued = await server.TokenAsync(Known.ClientCredentials, Known.Basic("my client#1", Known.WebSecret));
        var token = await server.ReadAsync(issued.MustIssue().AccessToken);
        Assert.Equal(("client:my%20client%231", "my client#1"), (token["sub"], token["client_id"]));
    }

    [Fact]
    public async Task A_service_account_is_the_subject()
    {
        var server = Start(s =>
        {
            JwtServers.EveryToken(s);
            s.Store.ServiceAccount = new("robot-7");
        });
        Assert.Equal("robot-7", (await server.ReadAsync((await ServiceAsync(server)).MustIssue().AccessToken))["sub"]);
    }

    [Fact]
    public async Task In_process_and_at_introspection_a_client_that_acts_for_itself_has_no_subject()
    {
        var server = Start(s => JwtServers.Registered(
            s, new ProtectedResource { Resource = Known.Photos, ClientId = "api", AccessTokenFormat = AccessTokenFormat.Jwt }));
        var issued = (await server.TokenAsync(Known.ClientCredentials.With("resource", Known.Photos), Known.WebBasic)).MustIssue();
        Assert.Null((await server.IntrospectAsync(issued.AccessToken)).MustBeActive()["sub"]);
        var there = Start(JwtServers.EveryToken);
        Assert.Null((await there.BearerAsync((await ServiceAsync(there)).MustIssue().AccessToken)).MustBe(200)["sub"]);
    }

    [Fact]
    public async Task A_revoked_jwt_is_refused_in_process_and_inactive()
    {
        var server = Start(s =>
        {
            JwtServers.EveryToken(s);
            s.Options.Resources = [new() { Resource = JwtServers.Default, ClientId = "api" }];
        });
        var (one, all) = (await server.IssueAsync(), await server.IssueAsync());
        (await server.BearerAsync(one.AccessToken)).MustBe(200);
        await server.RevokeAsync(one.AccessToken);
        await server.RevokeAsync(all.RefreshToken);
        foreach (var token in (string[])[one.AccessToken, all.AccessToken])
        {
            (await server.BearerAsync(token)).MustBe(401);
            (await server.IntrospectAsync(token)).MustBeInactive();
        }
    }

    [Fact]
    public async Task A_jwt_that_this_server_did_not_save_is_refused_in_process_and_inactive()
    {
        // The same keys and the same issuer: the signature is right, and yet the store does not know the token.
        var keys = new TestKeys();
        void Same(Setup setup)
        {
            JwtServers.EveryToken(setup);
            setup.Jwt = keys;
        }
        var (here, elsewhere) = (Start(Same), Start(Same));
        var foreign = (await ServiceAsync(elsewhere)).MustIssue().AccessToken;
        await here.ReadAsync(foreign);
        (await here.BearerAsync(foreign)).MustBe(401);
        (await here.IntrospectAsync(foreign)).MustBeInactive();
    }

    [Fact]
    public async Task A_scope_that_makes_the_token_too_long_for_a_header_is_refused()
    {
        var names = Enumerable.Range(0, 700).Select(number => $"scope-number-{number}").ToArray();
        var server = Start(s =>
        {
            JwtServers.EveryToken(s);
            s.Store.AddClient(Known.Web with { Scope = Scope.Of(names) }, Known.WebSecret);
        });
        var refused = (await ServiceAsync(server)).MustRefuse("invalid_scope");
        Assert.Contains($"{JwtAccessTokenFormat.MaxLength}", refused["error_description"], StringComparison.Ordinal);
        var fits = (await server.TokenAsync(Known.ClientCredentials.With("scope", string.Join(' ', names[..300])), Known.WebBasic));
        Assert.InRange(fits.MustIssue().AccessToken.Length, 5000, JwtAccessTokenFormat.MaxLength);
    }

    [Fact]
    public async Task A_server_without_jwts_issues_no_other_token_to_a_client_that_needs_one()
    {
        var server = Start(s =>
        {
            s.Options.DefaultResource = JwtServers.Default;
            s.Store.AddClient(Known.Web with { AccessTokenFormat = AccessTokenFormat.Jwt }, Known.WebSecret);
        });
        (await ServiceAsync(server)).MustRefuse("server_error", 500);
    }
}
