using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server;

/// <summary>What failures are counted by. The name is in it as a hash, so that long names take no more room than short ones.</summary>
internal readonly record struct AttemptKey(AttemptKind Kind, Network Network, UInt128 Name)
{
    internal static AttemptKey Of(AttemptKind kind, string name, Network from) => new(kind, from, HashOf(name));

    /// <summary>A count of one period: it ends with the period, however often it grows.</summary>
    internal static AttemptKey OfPeriod(AttemptKind kind, string name, Network from, DateTimeOffset now) =>
        Of(kind, string.Create(CultureInfo.InvariantCulture, $"{now.UtcTicks / AttemptLimits.Memory.Ticks}\n{name}"), from);

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

    /// <summary>For a store, under a secret: the kind, and a keyed hash of the rest, in 52 lower-case hexadecimal digits. A reader of the
    /// store learns neither the name nor the network.</summary>
    internal string ToString(ReadOnlySpan<byte> secret)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(ToString()), hash);
        return string.Create(CultureInfo.InvariantCulture, $"{(byte)Kind:x2}{Convert.ToHexStringLower(hash[..25])}");
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
