namespace OAuth2Server.Tests.Rfc9068;

[RfcSection("RFC 9068", "2.2")]
public abstract class JwtData<T> : ProtocolTests<T> where T : ITransport
{
    private const string Required = "aud client_id exp iat iss jti";

    [Fact]
    public async Task Every_grant_gives_the_required_claims_and_no_others()
    {
        var server = Start(JwtServers.EveryToken);
        var code = await server.IssueAsync();
        var refreshed = (await server.RefreshAsync(code.RefreshToken)).MustIssue();
        var device = (await server.PollAsync(await server.AllowedDeviceCodeAsync())).MustIssue();
        var password = (await server.TokenAsync(Known.PasswordOfAlice, Known.WebBasic)).MustIssue();
        var service = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        (Answer, string, string)[] all =
        [
            (code, "app", "alice"), (refreshed, "app", "alice"), (device, "tv", "alice"), (password, "web", "alice"),
            (service, "web", "client:web"),
        ];
        foreach (var (answer, client, subject) in all)
        {
            var token = await server.ReadAsync(answer.AccessToken);
            Assert.Equal($"{Required} scope sub", token.Names);
            Assert.Equal((Known.Issuer, client, subject), (token["iss"], token["client_id"], token["sub"]));
            Assert.Equal([JwtServers.Default], token.Audience);
            Assert.Equal(answer["scope"], token["scope"]);
        }
    }

    [Fact]
    public async Task Without_a_scope_there_is_no_scope_claim()
    {
        var server = Start(s =>
        {
            JwtServers.EveryToken(s);
            s.Store.AddClient(Known.Web with { Scope = Scope.Empty }, Known.WebSecret);
        });
        var issued = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.Equal($"{Required} sub", (await server.ReadAsync(issued.AccessToken)).Names);
    }

    [Theory]
    [InlineData(0, 3600)]
    [InlineData(1, 3600)]
    [InlineData(999, 3600)]
    [InlineData(999, 1)]
    [InlineData(500, 1.9)]
    public async Task The_answer_the_token_and_the_saved_row_agree_on_whole_seconds(int milliseconds, double lifetime)
    {
        var server = Start(s =>
        {
            JwtServers.EveryToken(s);
            s.Options.AccessTokenLifetime = TimeSpan.FromSeconds(lifetime);
            s.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        });
        var issued = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        var token = await server.ReadAsync(issued.AccessToken);
        Assert.Equal(Math.Floor(lifetime), issued.Json.GetProperty("expires_in").GetInt64());
        Assert.Equal(Math.Floor(lifetime), (token.Time("exp") - token.Time("iat")).TotalSeconds);

        var saved = await server.Store.GetAccessTokenAsync(
            new(issued.AccessToken), Records.Context(), TestContext.Current.CancellationToken);
        Assert.Equal((token["jti"], token.Time("iat"), token.Time("exp")), (saved!.Id, saved.IssuedAt, saved.ExpiresAt));
        server.Clock.SetUtcNow(token.Time("exp"));
        (await server.BearerAsync(issued.AccessToken)).MustBe(401);
    }

    [Fact]
    public async Task A_token_does_not_outlive_its_authorization()
    {
        var server = Start(s =>
        {
            JwtServers.EveryToken(s);
            s.Options.AuthorizationLifetime = TimeSpan.FromSeconds(90.5);
        });
        var issued = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.Equal(90, issued.Json.GetProperty("expires_in").GetInt64());
    }

    [Fact]
    public async Task Introspection_tells_the_same()
    {
        var server = Start(s => JwtServers.Registered(
            s, new ProtectedResource { Resource = Known.Photos, ClientId = "api", AccessTokenFormat = AccessTokenFormat.Jwt }));
        var issued = await server.IssueAsync(Known.Authorization.With("resource", Known.Photos));
        var token = await server.ReadAsync(issued.AccessToken);
        var seen = (await server.IntrospectAsync(issued.AccessToken)).MustBeActive();
        foreach (var claim in (string[])["iss", "sub", "client_id", "jti", "scope"]) Assert.Equal(token[claim], seen[claim]);
        foreach (var time in (string[])["exp", "iat"])
            Assert.Equal(token.Claims.GetProperty(time).GetInt64(), seen.Json.GetProperty(time).GetInt64());
        Assert.Equal(token.Audience, seen.Json.GetProperty("aud").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task Two_tokens_have_two_ids()
    {
        var server = Start(JwtServers.EveryToken);
        var first = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        var second = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        Assert.NotEqual((await server.ReadAsync(first.AccessToken))["jti"], (await server.ReadAsync(second.AccessToken))["jti"]);
    }
}
