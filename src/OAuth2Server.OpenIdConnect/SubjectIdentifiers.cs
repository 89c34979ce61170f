using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.OpenIdConnect;

/// <summary>The identifiers of users and sessions that a client gets.</summary>
internal static class SubjectIdentifiers
{
    private const int SessionBytes = 16;

    /// <summary>The <c>sub</c> of a user for a client (OpenID Connect Core §8).</summary>
    /// <exception cref="InvalidOperationException">The client is pairwise, and the server has no salt, or the client no host.</exception>
    internal static string Of(string subject, Client client, OpenIdConnectOptions options)
    {
        var settings = OpenIdClient.Of(client);
        if (!settings.IsPairwise) return subject;
        var salt = options.PairwiseSalt ?? throw new InvalidOperationException(
            $"The client {client.Id} is pairwise: set OpenIdConnectOptions.PairwiseSalt, and never change it.");
        var sector = settings.SectorIdentifierHost?.ToLowerInvariant() ?? SectorOf(client);
        // The length before the host: no two pairs make one text.
        return Base64Url.EncodeToString(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(salt), Encoding.UTF8.GetBytes($"{sector.Length}:{sector}{subject}")));
    }

    /// <summary>The <c>sid</c> of a session for a client. Each client gets another one, so that two clients cannot link their
    /// users.</summary>
    internal static string OfSession(string sessionId, string clientId) => Base64Url.EncodeToString(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{sessionId.Length}:{sessionId}{clientId}")).AsSpan(0, SessionBytes));

    private static string SectorOf(Client client)
    {
        var hosts = client.RedirectUris.Select(uri => new Uri(uri).Host).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        // Applications on devices have no host of their own: all of them would be one sector.
        return hosts is [{ Length: > 0 } only] && !client.RedirectUris.Any(uri => new Uri(uri).IsLoopback)
            ? only.ToLowerInvariant()
            : throw new InvalidOperationException(
                $"The client {client.Id} is pairwise, and its redirect URIs do not have one host of its own: set its " +
                "SectorIdentifierHost (OpenID Connect Core §8.1).");
    }
}
