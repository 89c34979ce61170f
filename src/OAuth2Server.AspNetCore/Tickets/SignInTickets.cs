using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Seals that a request asked for a new sign-in: when, and who was signed in then. The browser brings it back after the
/// sign-in, so that the request is not asked for a sign-in without end, and an old sign-in does not pass for a new one.</summary>
internal sealed class SignInTickets(IDataProtectionProvider protection, TimeProvider clock, IOptions<OAuth2AspNetCoreOptions> options)
{
    /// <summary>The parameter that carries the ticket in the authorization request.</summary>
    internal const string Parameter = "sign_in_ticket";

    private readonly IDataProtector _protector = protection.CreateProtector("OAuth2Server.AspNetCore.SignInTicket.1");

    /// <summary>The parameters with a ticket of this moment.</summary>
    internal RequestParameters Add(RequestParameters parameters, SignedIn? now)
    {
        var own = Own(parameters);
        var ticket = string.Join('\n',
            clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture), HashOf(own), now is null ? "" : Mark(now));
        return RequestParameters.Of([.. own, KeyValuePair.Create(Parameter, _protector.Protect(ticket))]);
    }

    /// <summary>Opens the ticket of a request.</summary>
    /// <returns>Null when there is none, or it is damaged, expired, or of another request.</returns>
    internal SignInTicket? Open(RequestParameters parameters)
    {
        if (parameters[Parameter] is not { } ticket || Read(ticket)?.Split('\n') is not [var ticks, var hash, var before]) return null;
        var at = new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
        return hash == HashOf(Own(parameters)) && at + options.Value.SignInLifetime > clock.GetUtcNow() ? new(at, before) : null;
    }

    /// <summary>What distinguishes a sign-in from the next one of the same user.</summary>
    internal static string Mark(SignedIn signedIn) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{signedIn.Session.Length}:{signedIn.Session}{signedIn.Authentication?.Time?.ToUnixTimeSeconds()}")));

    private string? Read(string ticket)
    {
        try
        {
            return _protector.Unprotect(ticket);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static List<KeyValuePair<string, string>> Own(RequestParameters parameters) =>
        [.. parameters.Where(pair => pair.Key != Parameter)];

    private static string HashOf(List<KeyValuePair<string, string>> parameters) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RequestParameters.Of(parameters).ToQuery())));
}

/// <summary>That a request asked for a new sign-in.</summary>
/// <param name="At">When.</param>
/// <param name="Before">The <see cref="SignInTickets.Mark"/> of the sign-in of that time; the empty text when no user was signed
/// in.</param>
internal sealed record SignInTicket(DateTimeOffset At, string Before)
{
    /// <summary>Whether a user has signed in since.</summary>
    internal bool IsFollowedBy(SignedIn now) =>
        SignInTickets.Mark(now) != Before
        // The time of a sign-in is known in whole seconds.
        && (now.Authentication?.Time is not { } time || time.AddSeconds(1) > At);
}
