using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server.Testing;

/// <summary>Searches raw bytes for a text, in the forms in which stores keep texts.</summary>
internal static class SecretSearch
{
    /// <summary>The name of the form in which it was found; null when it is not there.</summary>
    public static string? Find(ReadOnlySpan<byte> dump, string text)
    {
        foreach (var (form, bytes) in Forms(text))
        {
            if (dump.IndexOf(bytes) >= 0) return form;
        }
        return null;
    }

    /// <summary>The name of the unsalted hash of a text that was found; null when there is none.</summary>
    /// <remarks>An attacker who has the store looks such a hash up in a table of the hashes of many passwords.</remarks>
    public static string? FindHash(ReadOnlySpan<byte> dump, string text)
    {
        foreach (var (form, hash) in Hashes(Encoding.UTF8.GetBytes(text)).Concat(Hashes(Encoding.Unicode.GetBytes(text))))
        {
            if (dump.IndexOf(hash) >= 0) return form;
            foreach (var (encoding, encoded) in Encoded(hash).Where(e => !e.Form.StartsWith("reversed", StringComparison.Ordinal)))
            {
                if (dump.IndexOf(Encoding.ASCII.GetBytes(encoded)) >= 0 || dump.IndexOf(Encoding.Unicode.GetBytes(encoded)) >= 0)
                    return $"{form} as {encoding}";
            }
        }
        return null;
    }

    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "It searches for them.")]
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "It searches for them.")]
    [SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "It searches for them.")]
    private static IEnumerable<(string Form, byte[] Hash)> Hashes(byte[] text) =>
    [
        ("MD5", MD5.HashData(text)), ("SHA-1", SHA1.HashData(text)), ("SHA-256", SHA256.HashData(text)), ("SHA-384", SHA384.HashData(text)),
        ("SHA-512", SHA512.HashData(text)),
    ];

    private static IEnumerable<(string Form, byte[] Bytes)> Forms(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        yield return ("UTF-8", utf8);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(text));
        yield return ("UTF-16 big-endian", Encoding.BigEndianUnicode.GetBytes(text));
        foreach (var (form, encoded) in Encoded(utf8))
        {
            yield return ($"{form} in UTF-8", Encoding.ASCII.GetBytes(encoded));
            yield return ($"{form} in UTF-16", Encoding.Unicode.GetBytes(encoded));
        }
    }

    private static IEnumerable<(string Form, string Text)> Encoded(byte[] utf8)
    {
        yield return ("base64", Convert.ToBase64String(utf8).TrimEnd('='));
        yield return ("base64url", Base64Url.EncodeToString(utf8));
        yield return ("hexadecimal", Convert.ToHexString(utf8));
        yield return ("hexadecimal", Convert.ToHexStringLower(utf8));
        yield return ("reversed text", new([.. Encoding.UTF8.GetString(utf8).Reverse()]));
    }
}
