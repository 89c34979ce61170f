using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>The key set of a client (RFC 7517 §5): its keys for signatures, and its certificates.</summary>
internal sealed class ClientKeySet
{
    /// <summary>More keys than a client has, which may have one on each of its nodes. Those after them are not used.</summary>
    internal const int MaxKeys = 50;

    private readonly KeySet? _keys;
    private readonly List<byte[]> _certificates;

    private ClientKeySet(ReadOnlyMemory<byte> json, KeySet? keys, List<byte[]> certificates) =>
        (Json, _keys, _certificates) = (json, keys, certificates);

    /// <summary>The text in UTF-8, as the client has it.</summary>
    internal ReadOnlyMemory<byte> Json { get; }

    /// <summary>Reads a key set.</summary>
    /// <returns>Null when it is no key set, or has neither a key for signatures nor a certificate.</returns>
    internal static ClientKeySet? Read(ReadOnlyMemory<byte> utf8)
    {
        if (!StrictJson.TryRead(utf8, out var document)) return null;
        using (document)
        {
            if (!document.RootElement.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array) return null;
            var keys = KeySet.Read(list, MaxKeys, out _);
            var certificates = list.EnumerateArray().Select(Certificate).OfType<byte[]>().Take(MaxKeys).ToList();
            return keys is null && certificates.Count == 0 ? null : new(utf8, keys, certificates);
        }
    }

    /// <summary>Finds the key of a signed message; null when there is none, or the message names none and there are several.</summary>
    internal VerificationKey? Find(CompactJws jws) => _keys?.Find(jws.KeyId, jws.Algorithm);

    /// <summary>Whether one of the keys has this certificate (RFC 8705 §2.2.2).</summary>
    internal bool HasCertificate(ReadOnlyMemory<byte> certificate) =>
        _certificates.Exists(known => known.AsSpan().SequenceEqual(certificate.Span));

    // The first of the chain has the key (RFC 7517 §4.7). It is base64, not base64url.
    private static byte[]? Certificate(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || !key.TryGetProperty("x5c", out var chain) || chain.ValueKind != JsonValueKind.Array
            || chain.GetArrayLength() == 0 || chain[0].ValueKind != JsonValueKind.String) return null;
        return chain[0].TryGetBytesFromBase64(out var bytes) && bytes.Length > 0 ? bytes : null;
    }
}
