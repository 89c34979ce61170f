using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Seals an authorization request for its trip through the consent page: for one user, for a while, unreadable and unchangeable on the way.</summary>
/// <remarks>Only the browser of the signed-in user is ever given a ticket that names him, so a forged form (RFC 6749 §10.12) has none to send.</remarks>
internal sealed class ConsentTickets(IDataProtectionProvider protection, TimeProvider clock, IOptions<OAuth2AspNetCoreOptions> options)
{
    /// <summary>The field of the consent form, and of the page's query.</summary>
    internal const string Field = "ticket";

    private readonly IDataProtector _protector = protection.CreateProtector("OAuth2Server.AspNetCore.ConsentTicket.2");

    internal string Seal(OAuthRequest request, User user)
    {
        var until = clock.GetUtcNow() + options.Value.ConsentLifetime;
        return _protector.Protect($"{until.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}\n{Uri.EscapeDataString(user.Id)}\n{request.Uri.GetLeftPart(UriPartial.Path)}\n{request.Parameters.ToQuery()}");
    }

    /// <summary>The original parameters and the endpoint they were sent to, which may tell the issuer; null when the ticket is damaged, expired or another user's.</summary>
    internal (RequestParameters Parameters, Uri Endpoint)? Open(string ticket, User user)
    {
        try
        {
            return _protector.Unprotect(ticket).Split('\n') is [var until, var subject, var endpoint, var query]
                && DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(until, CultureInfo.InvariantCulture)) > clock.GetUtcNow()
                && Uri.UnescapeDataString(subject) == user.Id
                ? (RequestParameters.FromQuery(query), new Uri(endpoint))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
