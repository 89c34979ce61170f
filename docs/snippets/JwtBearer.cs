using Microsoft.Extensions.DependencyInjection;
using OAuth2Server;
using OAuth2Server.AspNetCore;

namespace Snippets;

internal static class JwtBearer
{
    internal static void Accept(IServiceCollection services)
    {
        // snippet: accept
        services.AddOAuth2Server<CompanyModel>(o => o.Issuer = "https://chat.example.com")
            .AddAuthorizationCode()
            .AddJwtBearerGrant(o => o.Issuers =
            [
                new()
                {
                    Issuer = "https://idp.example.com",
                    JwksUri = "https://idp.example.com/oauth2/jwks",
                    Clients = ["wiki"],
                    Scopes = ["chat.read"],
                },
            ]);
        // end-snippet
    }

    internal static void Issue(IServiceCollection services)
    {
        // snippet: issue
        services.AddOAuth2Server<InMemoryModel>(o => o.Issuer = "https://idp.example.com", ServiceLifetime.Singleton)
            .AddAuthorizationCode()
            .AddRefreshToken()
            .AddOpenIdConnect()
            .AddIdentityAssertions(o => o.Policies =
            [
                new()
                {
                    ClientId = "wiki",
                    Audience = "https://chat.example.com",
                    ClientIdAtAudience = "wiki",
                    Scopes = ["chat.read"],
                    Resources = ["https://api.chat.example.com/mcp"],
                },
            ]);
        // end-snippet
    }
}

// snippet: model
internal sealed class CompanyModel : InMemoryModel
{
    public override async ValueTask<User?> GetUserFromAssertionAsync(
        UserAssertion assertion, Client client, OAuthContext context, CancellationToken ct)
    {
        var id = await FindAsync(assertion.Issuer.Issuer, assertion.Subject, ct);
        return id is null ? null : new User(id);
    }

    // Your table of the users that signed in with each identity provider.
    private static Task<string?> FindAsync(string issuer, string subject, CancellationToken ct) => Task.FromResult<string?>(null);
}
// end-snippet
