using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server;

/// <summary>What failures are counted by. The name is in it as a hash, so that long names take no more room than short ones.</summary>
internal readonly record struct AttemptKey(AttemptKind Kind, Network Network, UInt128 Name)
{
    internal static AttemptKey Of(AttemptKind kind, string name, IPAddress? address) => new(kind, Network.Of(address), HashOf(name));

    /// <summary>A user name in the one spelling that is counted: models ignore case and forms of characters, and otherwise each spelling
    /// would have its own free failures.</summary>
    internal static string Folded(string username)
    {
        // A lone surrogate and a code point that is no character have no normal form: they become replacement characters.
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(username))
            .Replace('\uFFFE', '\uFFFD').Replace('\uFFFF', '\uFFFD');
        // The second step changes nothing without ICU.
        return ComposedText.Of(text.Trim()).Normalize(NormalizationForm.FormKC).ToUpperInvariant();
    }

    /// <summary>For a store: 52 lower-case hexadecimal digits.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(byte)Kind:x2}{(byte)Network.Family:x2}{Network.Prefix:x16}{Name:x32}");

    private static UInt128 HashOf(string name)
    {
        if (name.Length == 0) return UInt128.Zero;
        var most = Encoding.UTF8.GetMaxByteCount(name.Length);
        var utf8 = most <= 512 ? stackalloc byte[512] : new byte[most];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(name, utf8)], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
