using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Seals an authorization request for its trip through the consent page.</summary>
internal sealed class ConsentTickets(IDataProtectionProvider protection, TimeProvider clock, IOptions<OAuth2AspNetCoreOptions> options)
{
    private readonly UserTickets _tickets = new(protection.CreateProtector("OAuth2Server.AspNetCore.ConsentTicket.2"), clock, options.Value.ConsentLifetime);

    internal string Seal(OAuthRequest request, User user) => _tickets.Seal($"{request.Uri.GetLeftPart(UriPartial.Path)}\n{request.Parameters.ToQuery()}", user);

    /// <summary>The original parameters and the endpoint they were sent to, which may tell the issuer; null when the ticket is damaged, expired or another user's.</summary>
    internal (RequestParameters Parameters, Uri Endpoint)? Open(string ticket, User user) =>
        _tickets.Open(ticket, user)?.Split('\n') is [var endpoint, var query] ? (RequestParameters.FromQuery(query), new Uri(endpoint)) : null;
}
