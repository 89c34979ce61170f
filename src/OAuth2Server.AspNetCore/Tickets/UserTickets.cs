using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace OAuth2Server.AspNetCore;

/// <summary>Seals a text that travels through a page: for one user in one session, for a limited time, unreadable and unchangeable on the
/// way.</summary>
/// <remarks>Only the browser of the signed-in user gets a ticket that names the user, so that a forged form (RFC 6749 §10.12) has none to
/// send.</remarks>
internal sealed class UserTickets(IDataProtector protector, TimeProvider clock, TimeSpan lifetime)
{
    /// <summary>The field of the page's form.</summary>
    internal const string Field = "ticket";

    /// <summary>No user is signed in.</summary>
    internal static OAuthError NotSignedIn { get; } = OAuthError.AccessDenied("No user is signed in.");

    /// <summary>The ticket is missing, damaged, expired, or of another user or session.</summary>
    internal static OAuthError NotValid { get; } = OAuthError.InvalidGrant("The ticket is not valid.");

    /// <summary>The ticket of a form, or of the query of a request without one; null when there is none.</summary>
    internal static async ValueTask<string?> OfAsync(HttpContext http)
    {
        var ticket = http.Request.HasFormContentType ? (await FormReader.OrNullAsync(http))?[Field] : http.Request.Query[Field];
        return ticket?.ToString() is { Length: > 0 } text ? text : null;
    }

    internal string Seal(string text, SignedIn signedIn)
    {
        var until = (clock.GetUtcNow() + lifetime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return protector.Protect($"{until}\n{OwnerOf(signedIn)}\n{text}");
    }

    /// <summary>The text; null when the ticket is damaged, expired, or of another user or session.</summary>
    internal string? Open(string ticket, SignedIn signedIn) =>
        Read(ticket) is [var until, var owner, var text]
        && DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(until, CultureInfo.InvariantCulture)) > clock.GetUtcNow()
        && owner == OwnerOf(signedIn)
            ? text
            : null;

    /// <summary>The text of any ticket that this server sealed, also of one that <see cref="Open"/> refuses; null when it is
    /// damaged.</summary>
    internal string? OpenAny(string ticket) => Read(ticket) is [_, _, var text] ? text : null;

    private string[]? Read(string ticket)
    {
        try
        {
            return protector.Unprotect(ticket).Split('\n', 3);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string OwnerOf(SignedIn signedIn) =>
        $"{Uri.EscapeDataString(signedIn.User.Id)} {Uri.EscapeDataString(signedIn.Session)}";
}
