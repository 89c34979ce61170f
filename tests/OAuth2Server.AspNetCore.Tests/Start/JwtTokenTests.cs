using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore.Tests.Start;

/// <summary>JWT access tokens as an application registers them.</summary>
public sealed class JwtTokenTests : SiteTests
{
    private const string Api = "https://api.example.com";

    private readonly TestKeys _keys = new();

    private OAuth2Builder<TestModel> WithJwts(IServiceCollection services)
    {
        services.AddSingleton(_keys.Keys).AddSingleton<ISigningKeyModel>(_keys);
        return services
            .AddOAuth2Server(Setup.Store, o =>
                (o.Issuer, o.AccessTokenFormat, o.DefaultResource) = (Known.Issuer, AccessTokenFormat.Jwt, Api))
            .AddClientCredentials().AddAuthorizationCode().AddDeviceCode();
    }

    private static Task<Answer> TokenAsync(Site site) => FormAsync(site, "/oauth2/token", Known.ClientCredentials, Known.WebBasic);

    [Fact]
    public async Task Claims_of_the_application_are_registered_in_one_line_each()
    {
        var site = Start(server: s => WithJwts(s).AddAccessTokenFormat<JwtAccessTokenFormat>()
            .AddAccessTokenClaims<Tenant>().AddAccessTokenClaims<Level>());
        var token = await _keys.ReadAsync((await TokenAsync(site)).MustIssue().AccessToken);
        Assert.Equal(("blue", 3L), (token["tenant"], token.Claims.GetProperty("level").GetInt64()));
    }

    [Fact]
    public async Task Introspection_answers_are_signed_where_the_format_is_registered()
    {
        var site = Start(server: s => WithJwts(s).AddAccessTokenFormat<JwtAccessTokenFormat>()
            .AddIntrospectionFormat<JwtIntrospectionFormat>());
        var answer = await FormAsync(
            site, "/oauth2/introspect", [("token", "unknown")], Known.ApiBasic, ("Accept", JwtIntrospectionFormat.MediaType));
        Assert.Equal("api", (await _keys.ReadAsync(answer.MustBe(200).Text))["aud"]);
    }

    [Fact]
    public void A_server_whose_settings_ask_for_jwts_does_not_start_without_the_format()
    {
        var error = Assert.ThrowsAny<Exception>(() => Start(server: s => WithJwts(s)));
        Assert.Contains("AddJwt", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_application_may_tell_in_its_own_way_how_a_user_signed_in()
    {
        var site = Start(
            services => services.Configure<OAuth2AspNetCoreOptions>(o => o.Authentication = principal =>
                new() { ContextClass = "of-" + principal.Identity!.AuthenticationType }),
            server: s => WithJwts(s).AddAccessTokenFormat<JwtAccessTokenFormat>());
        var token = await _keys.ReadAsync((await IssueAsync(site)).AccessToken);
        Assert.Equal("of-Cookies", token["acr"]);
    }

    private sealed class Tenant : IAccessTokenClaims
    {
        public ValueTask AddAsync(JwtClaims claims, AccessTokenDraft token, OAuthContext context, CancellationToken ct)
        {
            claims.Add("tenant", "blue");
            return default;
        }
    }

    private sealed class Level : IAccessTokenClaims
    {
        public ValueTask AddAsync(JwtClaims claims, AccessTokenDraft token, OAuthContext context, CancellationToken ct)
        {
            claims.Add("level", 3);
            return default;
        }
    }
}
