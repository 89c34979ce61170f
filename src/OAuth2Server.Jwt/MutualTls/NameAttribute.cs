using System.Formats.Asn1;
using System.Text;

namespace OAuth2Server.Jwt;

/// <summary>One attribute of a distinguished name, as a text that is equal for equal attributes.</summary>
internal static class NameAttribute
{
    // The values of all of these are compared without regard to case and to the number of spaces (RFC 4519, RFC 4524, RFC 2985 §5.2.1).
    private static readonly Dictionary<string, string> TypesByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CN"] = "2.5.4.3",
        ["SN"] = "2.5.4.4",
        ["serialNumber"] = "2.5.4.5",
        ["C"] = "2.5.4.6",
        ["L"] = "2.5.4.7",
        ["ST"] = "2.5.4.8",
        ["S"] = "2.5.4.8",
        ["STREET"] = "2.5.4.9",
        ["O"] = "2.5.4.10",
        ["OU"] = "2.5.4.11",
        ["title"] = "2.5.4.12",
        ["T"] = "2.5.4.12",
        ["businessCategory"] = "2.5.4.15",
        ["postalCode"] = "2.5.4.17",
        ["givenName"] = "2.5.4.42",
        ["GN"] = "2.5.4.42",
        ["initials"] = "2.5.4.43",
        ["generationQualifier"] = "2.5.4.44",
        ["dnQualifier"] = "2.5.4.46",
        ["organizationIdentifier"] = "2.5.4.97",
        ["UID"] = "0.9.2342.19200300.100.1.1",
        ["DC"] = "0.9.2342.19200300.100.1.25",
        ["emailAddress"] = "1.2.840.113549.1.9.1",
        ["E"] = "1.2.840.113549.1.9.1",
    };

    private static readonly HashSet<string> WithoutCase = [.. TypesByName.Values];

    /// <summary>The object identifier of a type that is written as a name or as numbers; null for another text.</summary>
    internal static string? TypeOf(string text) =>
        TypesByName.TryGetValue(text, out var type) ? type
        : text.Length is > 0 and < 100 && char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiDigit(c) || c == '.') ? text
        : null;

    /// <summary>An attribute whose value is a text.</summary>
    internal static string OfText(string type, string value) => $"{type}={(WithoutCase.Contains(type) ? Prepared(value) : value)}";

    /// <summary>An attribute whose value is encoded.</summary>
    /// <exception cref="AsnContentException">The value is malformed.</exception>
    internal static string OfDer(string type, ReadOnlyMemory<byte> value)
    {
        var tag = Asn1Tag.Decode(value.Span, out _);
        if (tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue is UniversalTagNumber.UTF8String
            or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.T61String
            or UniversalTagNumber.BMPString or UniversalTagNumber.NumericString or UniversalTagNumber.VisibleString)
            return OfText(type, new AsnReader(value, AsnEncodingRules.DER).ReadCharacterString((UniversalTagNumber)tag.TagValue));
        return $"{type}=#{Convert.ToHexString(value.Span)}";
    }

    // RFC 4518: without spaces at the ends, one space for several, one case.
    private static string Prepared(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (text.Length > 0) text.Append(' ');
            text.Append(word.ToUpperInvariant());
        }
        return text.ToString();
    }
}
