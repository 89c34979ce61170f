using OAuth2Server.LoadBenchmark;

namespace OpenIddictPeer;

internal static class Registration
{
    internal static void AddOpenIddictServer(this IServiceCollection services, string tokens) => services.AddOpenIddict()
        .AddCore(o => o.UseEntityFrameworkCore().UseDbContext<PeerDb>())
        .AddServer(o =>
        {
            o.SetAuthorizationEndpointUris("/authorize").SetTokenEndpointUris("/token");
            o.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow();
            o.RequireProofKeyForCodeExchange();
            o.RegisterScopes(Fixture.Scope.Split(' '));
            o.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
            if (tokens == "reference") o.UseReferenceAccessTokens().UseReferenceRefreshTokens();
            // By default it encrypts JWTs.
            else if (tokens == "jwt") o.DisableAccessTokenEncryption();
            o.UseAspNetCore()
                .EnableAuthorizationEndpointPassthrough()
                .EnableTokenEndpointPassthrough()
                .DisableTransportSecurityRequirement();
        })
        .AddValidation(o =>
        {
            o.UseLocalServer();
            o.UseAspNetCore();
            if (tokens == "reference") o.EnableTokenEntryValidation();
        });
}
