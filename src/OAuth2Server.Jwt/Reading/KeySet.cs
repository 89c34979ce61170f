using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>The usable keys of a key set (RFC 7517 §5).</summary>
internal sealed class KeySet
{
    /// <summary>More keys than an issuer has. Those after them are not used.</summary>
    internal const int MaxKeys = 100;

    private readonly Dictionary<(string KeyId, string Algorithm), VerificationKey> _byId = [];
    private readonly Dictionary<string, VerificationKey?> _single = new(StringComparer.Ordinal);

    private KeySet(IEnumerable<VerificationKey> keys)
    {
        foreach (var key in keys)
        {
            Count++;
            foreach (var algorithm in key.Algorithms)
            {
                // The first one of two with one kid: which of them is meant cannot be known.
                if (key.KeyId is { } id) _byId.TryAdd((id, algorithm), key);
                // A token without a kid is verified only where a single key can be meant.
                if (!_single.TryAdd(algorithm, key)) _single[algorithm] = null;
            }
        }
    }

    internal int Count { get; }

    /// <summary>Reads a key set.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="skipped">How many keys were left out, because they cannot be used or are too many.</param>
    /// <returns>False when it is no key set, or has no usable key.</returns>
    internal static bool TryRead(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out KeySet? keys, out int skipped)
    {
        (keys, skipped) = (null, 0);
        if (!StrictJson.TryRead(utf8, out var document)) return false;
        using (document)
        {
            if (!document.RootElement.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array) return false;
            keys = Read(list, MaxKeys, out skipped);
            return keys is not null;
        }
    }

    /// <summary>Reads the keys of a key set.</summary>
    /// <param name="list">Its member <c>keys</c>, an array.</param>
    /// <param name="maxKeys">How many are used.</param>
    /// <param name="skipped">How many keys were left out, because they cannot be used or are too many.</param>
    /// <returns>Null when it has no usable key.</returns>
    internal static KeySet? Read(JsonElement list, int maxKeys, out int skipped)
    {
        skipped = 0;
        var usable = new List<VerificationKey>();
        foreach (var json in list.EnumerateArray())
        {
            if (usable.Count < maxKeys && VerificationKey.TryRead(json, out var key)) usable.Add(key);
            else skipped++;
        }
        return usable.Count > 0 ? new(usable) : null;
    }

    /// <summary>Finds the key for a token; null when there is none.</summary>
    /// <param name="keyId">The <c>kid</c> of its header; null when it has none.</param>
    /// <param name="algorithm">Its <c>alg</c>.</param>
    internal VerificationKey? Find(string? keyId, string algorithm) =>
        keyId is null ? _single.GetValueOrDefault(algorithm) : _byId.GetValueOrDefault((keyId, algorithm));
}
