using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>The keys that seal cookies and tickets, as the store keeps them: encrypted under the key-encryption key.</summary>
/// <param name="store">Keeps the elements.</param>
/// <param name="encryption">The key-encryption key; null leaves the keys in the clear.</param>
/// <param name="clock">The clock by which Data Protection makes keys.</param>
internal sealed class SealedKeys(IXmlRepository store, IKeyEncryption? encryption, TimeProvider clock) : IXmlRepository
{
    private const string Key = "key";
    private const string Sealed = "sealedKey";

    /// <summary>How long a key is read after its end: longer than what it sealed is valid. Without this bound an old backup of the store
    /// could forge sessions at any later time.</summary>
    private static readonly TimeSpan ReadAfterEnd = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    /// <exception cref="CryptographicException">A key cannot be decrypted. Data Protection would otherwise make a new key in its
    /// place.</exception>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. store.GetAllElements().Select(Open).Where(IsInUse)];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => store.StoreElement(Seal(element), friendlyName);

    /// <summary>The element as it is saved now: sealed anew when it is in the clear or sealed under an older key.</summary>
    /// <param name="element">What the store has.</param>
    /// <returns>Null when nothing has to change.</returns>
    internal XElement? Renewed(XElement element) =>
        encryption is null || element.Name.LocalName is not (Key or Sealed) || element.Attribute("by")?.Value == encryption.KeyId
            ? null
            : Seal(Open(element));

    private XElement Seal(XElement element)
    {
        if (encryption is null || element.Name.LocalName != Key) return element;
        var id = element.Attribute("id")?.Value ?? "";
        var text = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        // Data Protection has no asynchronous form, and asks once a day.
        var bytes = encryption.EncryptAsync(text, Context(id), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return new(Sealed, new XAttribute("id", id), new XAttribute("by", encryption.KeyId), Convert.ToBase64String(bytes));
    }

    private XElement Open(XElement element)
    {
        if (element.Name.LocalName != Sealed) return element;
        var (id, by) = (element.Attribute("id")?.Value ?? "", element.Attribute("by")?.Value ?? "");
        if (encryption is null) throw Closed(id, $"it was encrypted with the key-encryption key {by}, and this server has none.");
        try
        {
            var opened = encryption.DecryptAsync(Convert.FromBase64String(element.Value), Context(id), by, CancellationToken.None)
                .AsTask().GetAwaiter().GetResult();
            return XElement.Parse(Encoding.UTF8.GetString(opened));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw Closed(id, e.Message, e);
        }
    }

    private bool IsInUse(XElement element) =>
        element.Element("expirationDate") is not { } end
        || !DateTimeOffset.TryParse(end.Value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        || clock.GetUtcNow() < time + ReadAfterEnd;

    private static CryptographicException Closed(string id, string reason, Exception? inner = null) =>
        new($"The key {id}, which seals cookies, cannot be decrypted: {reason}", inner);

    private static string Context(string id) => $"Data Protection key {id}";
}
