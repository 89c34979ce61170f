using Microsoft.Extensions.DependencyInjection;
using OAuth2Server;
using OAuth2Server.AspNetCore;

namespace Snippets;

// snippet: policy
/// <summary>Registers applications of one partner only.</summary>
public sealed class OnlyOurPartner : IClientRegistrationPolicy
{
    public ValueTask<Outcome<Client>> ReviewAsync(RequestedRegistration request, OAuthContext context, CancellationToken ct) =>
        new(request.Client.RedirectUris.All(uri => uri.StartsWith("https://partner.example/", StringComparison.Ordinal))
            ? request.Client
            : OAuthError.InvalidRedirectUri("The redirect URI is not one of the partner."));
}
// end-snippet

internal static class Registration
{
    public static void Add(IServiceCollection services)
    {
        // snippet: registration
        services.AddOAuth2Server<InMemoryModel>(
            o =>
            {
                o.Issuer = "https://auth.example.com";
                o.ClientRegistration.Mode = RegistrationMode.Open;
                o.ClientRegistration.Scopes = ["photos.read"];
            },
            ServiceLifetime.Singleton)
            .AddAuthorizationCode()
            .AddRefreshToken()
            .AddPolicy<IClientRegistrationPolicy, OnlyOurPartner>();
        // end-snippet
    }
}
