using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore;

/// <summary>Nonces of DPoP proofs that are sealed times: nodes that share the key ring of ASP.NET Core Data Protection accept each other's,
/// and the authorization server and the resources of one application too.</summary>
internal sealed class ProtectedNonces(IDataProtectionProvider protection) : IDPoPNonces
{
    // To seal and to open a text takes some microseconds: one nonce is given to all requests of a few seconds.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly IDataProtector _protector = protection.CreateProtector("OAuth2Server.DPoP.Nonce");
    private Made? _newest;
    private Made? _opened;

    public string Create(DateTimeOffset now)
    {
        if (Volatile.Read(ref _newest) is { } known && now >= known.At && now - known.At < Step) return known.Nonce;
        var at = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var made = new Made(_protector.Protect(at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), at);
        Volatile.Write(ref _newest, made);
        return made.Nonce;
    }

    public DateTimeOffset? TimeOf(string nonce)
    {
        if (Volatile.Read(ref _newest) is { } newest && newest.Nonce == nonce) return newest.At;
        if (Volatile.Read(ref _opened) is { } opened && opened.Nonce == nonce) return opened.At;
        if (Open(nonce) is not { } at) return null;
        Volatile.Write(ref _opened, new(nonce, at));
        return at;
    }

    private DateTimeOffset? Open(string nonce)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeSeconds(long.Parse(_protector.Unprotect(nonce), CultureInfo.InvariantCulture));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Made(string Nonce, DateTimeOffset At);
}
