using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace OAuth2Server.AspNetCore;

/// <summary>Seals a text for its trip through a page: for one user, for a while, unreadable and unchangeable on the way.</summary>
/// <remarks>Only the browser of the signed-in user is ever given a ticket that names him, so a forged form (RFC 6749 §10.12) has none to send.</remarks>
internal sealed class UserTickets(IDataProtector protector, TimeProvider clock, TimeSpan lifetime)
{
    /// <summary>The field of the page's form.</summary>
    internal const string Field = "ticket";

    internal string Seal(string text, User user)
    {
        var until = clock.GetUtcNow() + lifetime;
        return protector.Protect($"{until.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}\n{Uri.EscapeDataString(user.Id)}\n{text}");
    }

    /// <summary>The text; null when the ticket is damaged, expired or another user's.</summary>
    internal string? Open(string ticket, User user)
    {
        try
        {
            return protector.Unprotect(ticket).Split('\n', 3) is [var until, var subject, var text]
                && DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(until, CultureInfo.InvariantCulture)) > clock.GetUtcNow()
                && Uri.UnescapeDataString(subject) == user.Id
                ? text
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
