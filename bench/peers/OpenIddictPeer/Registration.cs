using OAuth2Server.LoadBenchmark;

namespace OpenIddictPeer;

internal static class Registration
{
    internal static void AddOpenIddictServer(this IServiceCollection services, bool useReferences) => services.AddOpenIddict()
        .AddCore(o => o.UseEntityFrameworkCore().UseDbContext<PeerDb>())
        .AddServer(o =>
        {
            o.SetAuthorizationEndpointUris("/authorize").SetTokenEndpointUris("/token");
            o.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow();
            o.RequireProofKeyForCodeExchange();
            o.RegisterScopes(Fixture.Scope.Split(' '));
            o.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
            if (useReferences) o.UseReferenceAccessTokens().UseReferenceRefreshTokens();
            else o.DisableAccessTokenEncryption();
            o.UseAspNetCore()
                .EnableAuthorizationEndpointPassthrough()
                .EnableTokenEndpointPassthrough()
                .DisableTransportSecurityRequirement();
        })
        .AddValidation(o =>
        {
            o.UseLocalServer();
            o.UseAspNetCore();
            if (useReferences) o.EnableTokenEntryValidation();
        });
}
