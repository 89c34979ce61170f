using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Seals what the sign-out page asks, for one user in one session, and what it does after the sign-out, when there is no user any
/// more.</summary>
internal sealed class LogoutTickets(IDataProtectionProvider protection, TimeProvider clock, IOptions<OAuth2AspNetCoreOptions> options)
{
    private readonly UserTickets _questions =
        new(protection.CreateProtector("OAuth2Server.AspNetCore.LogoutTicket.1"), clock, options.Value.ConsentLifetime);

    private readonly IDataProtector _ends = protection.CreateProtector("OAuth2Server.AspNetCore.SignedOutTicket.1");

    internal string Seal(LogoutQuestion question, SignedIn signedIn) => _questions.Seal(string.Join('\n',
        Uri.EscapeDataString(question.ClientName ?? ""), question.Target ?? ""), signedIn);

    /// <summary>What was sealed; null when the ticket is damaged, expired, or of another user or session.</summary>
    internal LogoutQuestion? OpenQuestion(string ticket, SignedIn signedIn) =>
        _questions.Open(ticket, signedIn)?.Split('\n') is [var name, var target]
            ? new(NullIfEmpty(Uri.UnescapeDataString(name)), NullIfEmpty(target))
            : null;

    internal string Seal(SignedOut end)
    {
        var until = (clock.GetUtcNow() + options.Value.ConsentLifetime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return _ends.Protect(string.Join('\n',
            [until, end.Target ?? "", end.GoesOn ? "1" : "0", Uri.EscapeDataString(end.ClientName ?? ""), .. end.Frames]));
    }

    /// <summary>What was sealed; null when the ticket is damaged or expired.</summary>
    internal SignedOut? OpenEnd(string ticket)
    {
        if (Read(ticket)?.Split('\n') is not [var until, var target, var goesOn, var name, .. var frames]) return null;
        return DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(until, CultureInfo.InvariantCulture)) > clock.GetUtcNow()
            ? new(NullIfEmpty(target), goesOn == "1", NullIfEmpty(Uri.UnescapeDataString(name)), [.. frames])
            : null;
    }

    private string? Read(string ticket)
    {
        try
        {
            return _ends.Unprotect(ticket);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

/// <summary>What the user is asked.</summary>
/// <param name="ClientName">The client that asks for the sign-out; null for an unknown one.</param>
/// <param name="Target">Where the browser goes after it; null for nowhere.</param>
internal sealed record LogoutQuestion(string? ClientName, string? Target);

/// <summary>What is left to do in the browser after the sign-out.</summary>
/// <param name="Target">Where the browser may go; null for nowhere.</param>
/// <param name="GoesOn">Whether it goes there by itself.</param>
/// <param name="ClientName">The client of the target.</param>
/// <param name="Frames">The pages of clients that are loaded.</param>
internal sealed record SignedOut(string? Target, bool GoesOn, string? ClientName, ImmutableArray<string> Frames);
