using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using OAuth2Server.Jwt;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.AspNetCore.Tests.Bearer;

/// <summary>The handler of ASP.NET Core reads the same tokens, with the settings that docs/resource-servers.md names.</summary>
public sealed class MicrosoftJwtBearerTests
{
    [Theory]
    [InlineData(SigningAlgorithm.ES256)]
    [InlineData(SigningAlgorithm.ES384)]
    [InlineData(SigningAlgorithm.RS256)]
    [InlineData(SigningAlgorithm.PS256)]
    public async Task It_accepts_a_token_through_the_metadata_of_the_authorization_server(string algorithm)
    {
        var issuer = new TestIssuer(algorithm);
        var server = new ScriptedServer(issuer);
        await using var api = await StartAsync(server);
        // This handler reads the clock of the system.
        var now = TimeProvider.System.GetUtcNow();
        (await api.BearerAsync("/plain", issuer.Sign(issuer.Header, TestIssuer.Claims(now)))).MustBe(200);
        Assert.Equal(["GET " + ScriptedServer.MetadataPath, "GET /jwks"], server.Asked);
        var other = TestIssuer.Claims(now);
        other["aud"] = "https://mail.example.com";
        (await api.BearerAsync("/plain", issuer.Sign(issuer.Header, other))).MustBe(401);
        var header = issuer.Header;
        header["typ"] = "JWT";
        (await api.BearerAsync("/plain", issuer.Sign(header, TestIssuer.Claims(now)))).MustBe(401);
        (await api.BearerAsync("/plain", new TestIssuer(algorithm).Sign(issuer.Header, TestIssuer.Claims(now)))).MustBe(401);
    }

    private static Task<Api> StartAsync(ScriptedServer server) => Api.StartAsync(
        new FakeTimeProvider(),
        a => a.AddOAuth2Bearer().AddJwtBearer("plain", o =>
        {
            o.MetadataAddress = TestIssuer.Name + ScriptedServer.MetadataPath;
            o.BackchannelHttpHandler = server;
            o.MapInboundClaims = false;
            o.TokenValidationParameters = new()
            {
                ValidIssuer = TestIssuer.Name,
                ValidAudience = TestIssuer.Resource,
                ValidTypes = ["at+jwt", "application/at+jwt"],
                ValidAlgorithms = [.. SigningAlgorithm.All],
                ClockSkew = TimeSpan.FromSeconds(30),
                TryAllIssuerSigningKeys = false,
                NameClaimType = "sub",
            };
        }),
        app => app.MapGet("/plain", (HttpContext http) => http.User.Identity!.Name).RequireAuthorization(new AuthorizeAttribute
        {
            AuthenticationSchemes = "plain",
        }));
}
