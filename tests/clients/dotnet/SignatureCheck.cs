using System.Security.Claims;
using Duende.IdentityModel.OidcClient;
using Duende.IdentityModel.OidcClient.Results;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OAuth2Server.Clients;

/// <summary>Checks an ID token for OidcClient, which has no code for signatures, with the keys that OidcClient found.</summary>
internal sealed class SignatureCheck : IIdentityTokenValidator
{
    // snippet: check
    public async Task<IdentityTokenValidationResult> ValidateAsync(
        string identityToken, OidcClientOptions options, CancellationToken cancellationToken = default)
    {
        var keys = options.ProviderInformation.KeySet.Keys
            .Select(key => new JsonWebKey { Kid = key.Kid, Kty = key.Kty, N = key.N, E = key.E, Crv = key.Crv, X = key.X, Y = key.Y });
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(identityToken, new TokenValidationParameters
        {
            ValidIssuer = options.ProviderInformation.IssuerName,
            ValidAudience = options.ClientId,
            IssuerSigningKeys = keys,
            ValidAlgorithms = ["RS256", "ES256"],
            ClockSkew = options.ClockSkew,
        });
        if (!result.IsValid) return new() { Error = result.Exception.Message };
        return new() { User = new(result.ClaimsIdentity), SignatureAlgorithm = ((JsonWebToken)result.SecurityToken).Alg };
    }
    // end-snippet
}
