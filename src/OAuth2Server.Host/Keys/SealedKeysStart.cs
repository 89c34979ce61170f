using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.Host;

/// <summary>Encrypts the keys of the store that are in the clear or under an older key-encryption key, before the first request.</summary>
internal sealed partial class SealedKeysStart(SealedKeys keys, ILogger<SealedKeysStart> log)
{
    internal async Task RunAsync(HostDbContext db, CancellationToken ct)
    {
        var renewed = 0;
        foreach (var row in await db.DataProtectionKeys.ToListAsync(ct))
        {
            if (row.Xml is null || Renew(row.Xml) is not { } xml) continue;
            row.Xml = xml;
            renewed++;
        }
        if (renewed == 0) return;
        await db.SaveChangesAsync(ct);
        LogRenewed(renewed);
    }

    private string? Renew(string xml)
    {
        try
        {
            return keys.Renewed(XElement.Parse(xml))?.ToString(SaveOptions.DisableFormatting);
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or System.Xml.XmlException)
        {
            // It stays as it is: the health check reports it, and the operator can still give the missing key.
            return null;
        }
    }

    [LoggerMessage(121, LogLevel.Information,
        "Encrypted {Count} keys of the store anew, with the current key-encryption key", EventName = "KeysEncrypted")]
    private partial void LogRenewed(int count);
}
