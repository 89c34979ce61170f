using Microsoft.Extensions.DependencyInjection;
using OAuth2Server;
using OAuth2Server.AspNetCore;

namespace Snippets;

// snippet: check
/// <summary>Refuses authorization requests outside the hours of business.</summary>
public sealed class OfficeHours : IAuthorizationCheck
{
    public ValueTask<OAuthError?> CheckAsync(AuthorizationDraft draft, CancellationToken ct) =>
        new(draft.Context.Now.Hour is >= 8 and < 18 ? null : OAuthError.AccessDenied("The office is closed."));
}
// end-snippet

// snippet: part
/// <summary>Adds the name of the user to the token response, for clients that request the scope "profile".</summary>
public sealed class DisplayName : ITokenResponsePart
{
    public ValueTask AddAsync(AccessTokenDraft token, Secret accessToken, OAuthContext context, CancellationToken ct)
    {
        if (token.User is MyUser user && token.Scope.Contains("profile")) context.ResponseMembers.Add("display_name", user.Email);
        return default;
    }
}
// end-snippet

internal static class Seams
{
    internal static void Add(IServiceCollection services)
    {
        // snippet: seams
        services.AddOAuth2Server<MyModel>(o => o.Issuer = "https://auth.example.com")
            .AddAuthorizationCode()
            .AddAuthorizationCheck<OfficeHours>()
            .AddTokenResponsePart<DisplayName>();
        // end-snippet
    }
}
