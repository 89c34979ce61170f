using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OAuth2Server.AspNetCore;

namespace Snippets;

internal static class DPoP
{
    internal static void AddServer(WebApplicationBuilder builder)
    {
        // snippet: server
        builder.Services.AddOAuth2Server<MyModel>(o => o.Issuer = "https://auth.example.com")
            .AddAuthorizationCode().AddRefreshToken()
            .AddDPoP(o => o.RequireNonce = true);
        // end-snippet
    }

    internal static void AddResource(WebApplicationBuilder builder)
    {
        // snippet: resource
        builder.Services.AddAuthentication().AddOAuth2Bearer(o =>
        {
            o.Authority = "https://auth.example.com";
            o.Resource = "https://api.example.com/photos";
            o.DPoP = new() { RequireProof = true };
        });
        // end-snippet
    }
}
