using Microsoft.Extensions.DependencyInjection;
using OAuth2Server;
using OAuth2Server.AspNetCore;

namespace Snippets;

internal static class TokenExchange
{
    internal static void Add(IServiceCollection services)
    {
        // snippet: exchange
        services.AddOAuth2Server<MyModel>(o =>
            {
                o.Issuer = "https://auth.example.com";
                o.Resources =
                [
                    new() { Resource = "https://photos.example.com", ClientId = "photos" },
                    new() { Resource = "https://mail.example.com", Scopes = ["mail.send"] },
                ];
            })
            .AddAuthorizationCode()
            .AddClientCredentials()
            .AddTokenExchange(o => o.Policies =
            [
                new() { ClientId = "photos", Audience = "https://mail.example.com", Scopes = ["mail.send"] },
            ]);
        // end-snippet
    }

    // snippet: actor
    /// <summary>Whether an API accepts a request: of the user, or of the photo service for the user.</summary>
    internal static bool Accepts(AccessToken token) => Actor.In(token) is not { } actor || actor.Subject == ClientSubject.Of("photos");
    // end-snippet

    internal static Decision Allow(User user, Scope scope) =>
        // snippet: may-act
        new Decision.Allowed(user, scope) { Properties = Actor.Permit(Properties.Empty, ClientSubject.Of("photos")) };
        // end-snippet
}
