using OAuth2Server;
using OAuth2Server.Jwt;

namespace Snippets;

// snippet: jwt-claims
/// <summary>Tells APIs for which tenant a token is.</summary>
public sealed class TenantClaims(ITenants tenants) : IAccessTokenClaims
{
    public async ValueTask AddAsync(JwtClaims claims, AccessTokenDraft token, OAuthContext context, CancellationToken ct)
    {
        if (token.User is { } user) claims.Add("tenant", await tenants.OfAsync(user.Id, ct));
    }
}
// end-snippet

public interface ITenants
{
    ValueTask<string> OfAsync(string user, CancellationToken ct);
}

internal static class Jwts
{
    internal static void Everywhere(OAuth2ServerOptions o)
    {
        // snippet: jwt-everywhere
        o.AccessTokenFormat = AccessTokenFormat.Jwt;
        o.DefaultResource = "https://api.example.com";
        // end-snippet
    }

    internal static void ByResource(OAuth2ServerOptions o)
    {
        // snippet: jwt-by-resource
        o.Resources =
        [
            new() { Resource = "https://photos.example.com", Scopes = ["photos.read"], AccessTokenFormat = AccessTokenFormat.Jwt },
            new() { Resource = "https://old.example.com", AccessTokenFormat = AccessTokenFormat.Jwt, SigningAlgorithm = "RS256" },
            new() { Resource = "https://mail.example.com", ClientId = "mail-api" },  // opaque tokens
        ];
        // end-snippet
    }
}
