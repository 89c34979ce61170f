using System.Text;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>A JSON Web Token in compact form whose header was read and whose signature was not verified yet (RFC 7515 §7.1).</summary>
/// <remarks>Nothing of the payload is used before the signature is verified, except the name of the client that a client assertion is
/// from. Nothing in the header leads anywhere: <c>kid</c> is looked up in the keys of the issuer, and <c>jwk</c>, <c>jku</c>, <c>x5u</c>,
/// <c>x5c</c> are not read (RFC 8725 §3.10); only a DPoP proof brings its own key, which proves nothing but itself.</remarks>
internal sealed class CompactJws
{
    /// <summary>The longest token that is read, in characters.</summary>
    internal const int MaxLength = 16 * 1024;

    private const int MaxHeaderLength = 4 * 1024;
    private const int MaxKeyIdLength = 256;

    // What changes the meaning of the rest, and what this reader does not do: extensions, an unencoded payload (RFC 7797), a nested token,
    // encryption.
    private static readonly (string Member, string Rule, string Detail)[] Refused =
    [
        ("crit", "RFC 7515 §4.1.11", "Its header has critical extensions, of which none is supported."),
        ("b64", "RFC 7797 §6", "Its header has b64."),
        ("cty", "RFC 7519 §5.2", "It is a nested token."),
        ("enc", "RFC 7515 §4", "Its header is one of an encrypted token."),
        ("zip", "RFC 8725 §3.6", "Its header is one of a compressed token."),
    ];

    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly string _payload;

    private CompactJws(string algorithm, string? keyId, byte[] signed, byte[] signature, string payload) =>
        (Algorithm, KeyId, _signed, _signature, _payload) = (algorithm, keyId, signed, signature, payload);

    /// <summary>One of <see cref="SigningAlgorithm.All"/>.</summary>
    internal string Algorithm { get; }

    /// <summary>The <c>kid</c>; null when there is none.</summary>
    internal string? KeyId { get; }

    /// <summary>Reads the header of a token of one kind.</summary>
    /// <param name="token">The text.</param>
    /// <param name="type">The <c>typ</c> without <c>application/</c>; a token of another kind with the same keys is refused (RFC 8725
    /// §3.11).</param>
    /// <param name="isTypeOptional">Whether a token without <c>typ</c>, or with <c>JWT</c>, is read too: clients of a specification that
    /// is older than its type do not send it.</param>
    internal static Outcome<CompactJws> Read(string token, string type, bool isTypeOptional = false)
    {
        if (token.Length > MaxLength) return Refusal("RFC 7515 §7.1", "It is longer than any token that is read.");
        var parts = token.Split('.', 6);
        if (parts.Length == 5) return Refusal("RFC 7516 §7.1", "It is encrypted, which is not supported.");
        if (parts.Length != 3) return Refusal("RFC 7515 §7.1", "It does not have three parts.");
        if (parts[0].Length > MaxHeaderLength || StrictBase64Url.Decode(parts[0]) is not { } header
            || !StrictJson.TryRead(header, out var document))
            return Refusal("RFC 7515 §5.2", "Its header is not JSON in base64url.");
        using (document)
        {
            if (Problem(document.RootElement, type, isTypeOptional) is { } problem) return problem;
            if (StrictBase64Url.Decode(parts[2]) is not { } signature)
                return Refusal("RFC 7515 §5.2", "Its signature is missing or is not base64url.");
            var signed = Encoding.ASCII.GetBytes(token, 0, parts[0].Length + 1 + parts[1].Length);
            return new CompactJws(
                document.RootElement.Text("alg")!, document.RootElement.Text("kid"), signed, signature, parts[1]);
        }
    }

    /// <summary>Reads a token whose header has the text of one that was read before, as the same kind: it is not read again.</summary>
    /// <param name="token">The text.</param>
    /// <param name="algorithm">The algorithm of that header.</param>
    /// <returns>Null when the rest is not a payload and a signature.</returns>
    internal static CompactJws? ReadAfterHeader(string token, string algorithm)
    {
        var first = token.IndexOf('.', StringComparison.Ordinal);
        var last = token.LastIndexOf('.');
        if (token.Length > MaxLength || first == last || token.AsSpan(first + 1, last - first - 1).Contains('.')) return null;
        return StrictBase64Url.Decode(token.AsSpan(last + 1)) is { } signature
            ? new(algorithm, null, Encoding.ASCII.GetBytes(token, 0, last), signature, token[(first + 1)..last])
            : null;
    }

    /// <summary>Whether a text is a signed token of a kind, as far as its header tells. Nothing is verified.</summary>
    internal static bool IsOfType(string token, string type)
    {
        var end = token.IndexOf('.', StringComparison.Ordinal);
        if (end is < 0 or > MaxHeaderLength || token.Length > MaxLength || token.AsSpan().Count('.') != 2) return false;
        if (StrictBase64Url.Decode(token.AsSpan(0, end)) is not { } header || !StrictJson.TryRead(header, out var document)) return false;
        using (document) return IsType(document.RootElement.Text("typ"), type);
    }

    /// <summary>Verifies the signature.</summary>
    internal bool IsSignedBy(VerificationKey key) => key.Verify(Algorithm, _signed, _signature);

    /// <summary>Reads the whole header once more, for what only some kinds of tokens have there; dispose it.</summary>
    internal JsonDocument ReadHeader() => JsonDocument.Parse(
        StrictBase64Url.Decode(Encoding.ASCII.GetString(_signed, 0, Array.IndexOf(_signed, (byte)'.'))));

    /// <summary>Reads the payload. Call it after the signature is verified.</summary>
    /// <returns>Null when it is no JSON object; otherwise dispose it.</returns>
    internal JsonDocument? ReadPayload() =>
        StrictBase64Url.Decode(_payload) is { } bytes && StrictJson.TryRead(bytes, out var document) ? document : null;

    /// <summary>A refusal with the rule and the detail for the log; the client gets the same text for each.</summary>
    internal static OAuthError Refusal(string rule, string detail) =>
        new("invalid_token", "The access token is not valid.", 401) { Rule = rule, Detail = detail };

    private static OAuthError? Problem(JsonElement header, string type, bool isTypeOptional)
    {
        foreach (var (member, rule, detail) in Refused)
        {
            if (header.Has(member)) return Refusal(rule, detail);
        }
        // Compared exactly: "none" and "NONE" are none of them, and neither is HS256 with a public key as the secret (RFC 8725 §2.1).
        if (header.Text("alg") is not { } algorithm || !SigningAlgorithm.All.Contains(algorithm))
            return Refusal("RFC 8725 §3.1", "Its algorithm is missing or not accepted.");
        if (!(isTypeOptional && (!header.Has("typ") || IsType(header.Text("typ"), "JWT"))) && !IsType(header.Text("typ"), type))
            return Refusal(isTypeOptional ? "RFC 8725 §3.11" : "RFC 9068 §4", $"Its typ is not {type}.");
        if (header.Has("kid") && header.Text("kid") is not { Length: <= MaxKeyIdLength })
            return Refusal("RFC 7515 §4.1.4", "Its kid is no text, or is too long.");
        return null;
    }

    // Media types are compared without case, and "application/" may be left out (RFC 7515 §4.1.9).
    private static bool IsType(string? given, string type) =>
        given is not null && (given.Equals(type, StringComparison.OrdinalIgnoreCase)
            || given.Equals("application/" + type, StringComparison.OrdinalIgnoreCase));
}
