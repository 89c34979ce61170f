using System.Buffers.Text;
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
