using System.Formats.Asn1;

namespace OAuth2Server.Jwt;

/// <summary>A distinguished name as its structure: texts of one name can differ in spaces, case, escapes and names of types, and two texts
/// that look alike can be two names (RFC 4514, RFC 5280 §7.1).</summary>
internal sealed class DistinguishedName
{
    // From the root down, as in a certificate; the attributes of one level are a set, here in order.
    private readonly string[][] _levels;

    private DistinguishedName(IEnumerable<IEnumerable<string>> levels) =>
        _levels = [.. levels.Select(level => level.Order(StringComparer.Ordinal).ToArray())];

    /// <summary>Reads the text form of RFC 4514, which names the lowest level first.</summary>
    /// <returns>Null when it is no such text, or empty.</returns>
    internal static DistinguishedName? Parse(string text) =>
        DistinguishedNameText.Read(text) is { Count: > 0 } levels ? new(Enumerable.Reverse(levels)) : null;

    /// <summary>Reads the form of a certificate.</summary>
    /// <returns>Null when it is malformed or empty.</returns>
    internal static DistinguishedName? Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            var levels = new List<List<string>>();
            var reader = new AsnReader(der, AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            while (sequence.HasData)
            {
                var set = sequence.ReadSetOf();
                var level = new List<string>();
                while (set.HasData) level.Add(AttributeOf(set.ReadSequence()));
                levels.Add(level);
            }
            return levels.Count > 0 ? new(levels) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether both are the same name.</summary>
    internal bool IsSame(DistinguishedName other) =>
        _levels.Length == other._levels.Length
        && _levels.Zip(other._levels).All(pair => pair.First.SequenceEqual(pair.Second, StringComparer.Ordinal));

    private static string AttributeOf(AsnReader pair)
    {
        var type = pair.ReadObjectIdentifier();
        var value = pair.ReadEncodedValue();
        pair.ThrowIfNotEmpty();
        return NameAttribute.OfDer(type, value);
    }
}
