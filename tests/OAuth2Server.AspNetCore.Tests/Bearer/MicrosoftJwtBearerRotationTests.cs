using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore.Tests.Bearer;

/// <summary>The handler of ASP.NET Core against this server's own metadata and keys, through the whole life of a key.</summary>
public sealed class MicrosoftJwtBearerRotationTests : SiteTests
{
    private const string Resource = "https://photos.example.com";
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task It_accepts_every_token_through_a_scheduled_rotation_and_never_meets_an_unknown_key()
    {
        // This handler compares the expiry of tokens with the clock of the system.
        Setup.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        var model = new InMemoryModel(Setup.Clock);
        model.AddClient(
            new() { Id = "service", Type = ClientType.Confidential, GrantTypes = ["client_credentials"], Scope = Scope.Of("a") }, Secret);
        var site = Start(server: s => s
            .AddOAuth2Server(model, o =>
                (o.Issuer, o.AccessTokenFormat, o.DefaultResource) = (Known.Issuer, AccessTokenFormat.Jwt, Resource))
            .AddClientCredentials().AddJwt());
        var reader = new Reader(site.Http.CreateHandler(), Setup.Clock);
        await using var api = await StartAsync(reader);

        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var hour = 0; hour < 24 * 93; hour += 7)
        {
            Setup.Clock.Advance(TimeSpan.FromHours(7));
            var form = Known.ClientCredentials.With("scope", "a").With("client_id", "service").With("client_secret", Secret);
            var token = (await FormAsync(site, "/oauth2/token", form)).MustIssue().AccessToken;
            (await api.BearerAsync("/plain", token)).MustBe(200);
            keys.Add(new JsonWebToken(token).Kid);
        }
        Assert.Equal(2, keys.Count);
        Assert.Equal(0, reader.Unknown);
    }

    private static Task<Api> StartAsync(Reader reader) => Api.StartAsync(
        TimeProvider.System,
        a => a.AddOAuth2Bearer().AddJwtBearer("plain", o =>
        {
            o.ConfigurationManager = reader;
            o.MapInboundClaims = false;
            o.TokenValidationParameters = new()
            {
                ValidIssuer = Known.Issuer,
                ValidAudience = Resource,
                ValidTypes = ["at+jwt", "application/at+jwt"],
                ValidAlgorithms = [.. SigningAlgorithm.All],
                TryAllIssuerSigningKeys = false,
            };
        }),
        app => app.MapGet("/plain", () => "photos").RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "plain" }));

    /// <summary>Reads the metadata and the keys as Microsoft's manager does, every 12 hours and 5 %, by the clock of the server: its own
    /// clock cannot be set.</summary>
    private sealed class Reader(HttpMessageHandler server, TimeProvider clock) : IConfigurationManager<OpenIdConnectConfiguration>
    {
        private OpenIdConnectConfiguration? _read;
        private DateTimeOffset _readAt;

        internal int Unknown { get; private set; }

        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
        {
            if (_read is not null && clock.GetUtcNow() - _readAt < TimeSpan.FromHours(12.6)) return _read;
            using var http = new HttpClient(server, disposeHandler: false);
            var manager = new ConfigurationManager<OpenIdConnectConfiguration>(
                Known.Issuer + "/.well-known/oauth-authorization-server", new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever(http));
            (_read, _readAt) = (await manager.GetConfigurationAsync(cancel), clock.GetUtcNow());
            return _read;
        }

        public void RequestRefresh() => Unknown++;
    }
}
