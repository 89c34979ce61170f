using Microsoft.AspNetCore.Builder;
using OAuth2Server;
using OAuth2Server.AspNetCore;

namespace Snippets;

internal static class Profiles
{
    internal static void Use(WebApplicationBuilder builder, InMemoryModel model)
    {
        // snippet: use
        builder.Services.AddOAuth2Server(model, o => o.Issuer = "https://auth.example.com")
            .AddAuthorizationCode().AddRefreshToken()
            .AddPrivateKeyJwt().AddDPoP()
            .UseProfile(SecurityProfile.Fapi2);
        // end-snippet
    }

    internal static void Examine(AuthorizationServer server, Client[] clients)
    {
        // snippet: examine
        var report = server.Examine(clients, SecurityProfile.Fapi2);
        foreach (var finding in report.Findings) Console.WriteLine($"{finding.Rule.Severity}: {finding}");
        // end-snippet
    }
}
