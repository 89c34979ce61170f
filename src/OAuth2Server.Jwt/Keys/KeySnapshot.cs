using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>The ring as a node has read it, with its signers. It does not change; the next one replaces it.</summary>
internal sealed class KeySnapshot(ImmutableArray<KeySnapshot.Loaded> keys, DateTimeOffset readAt)
{
    private KeySetDocument? _keySet;

    /// <summary>When the ring was read, UTC.</summary>
    internal DateTimeOffset ReadAt => readAt;

    internal ImmutableArray<Loaded> Keys => keys;

    /// <summary>Finds the key that signs at a time; null when the algorithm has none.</summary>
    /// <remarks>On the path of every token: nothing is allocated.</remarks>
    internal Loaded? Current(string algorithm, DateTimeOffset now)
    {
        Loaded? first = null;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            var loaded = keys[i];
            if (loaded.Key.Algorithm != algorithm) continue;
            if (loaded.Key.SignsAt <= now) return loaded;
            first = loaded;
        }
        // The only keys were made by a node whose clock is ahead of this one's.
        return first;
    }

    /// <summary>Finds what was loaded of a key before; null when it was not in this ring.</summary>
    internal Loaded? Find(SigningKey key) =>
        keys.FirstOrDefault(loaded => loaded.Key.Id == key.Id && loaded.Key.PublicKey.AsSpan().SequenceEqual(key.PublicKey.AsSpan()));

    /// <summary>The key set at a time (RFC 7517 §5).</summary>
    /// <remarks>A key is in it from the moment at which it is in the ring, also where the clock of the node that made it is ahead. The
    /// newest key of an algorithm never leaves it, because it signs until there is another.</remarks>
    internal KeySetDocument KeySet(DateTimeOffset now)
    {
        if (_keySet is { } made && now < made.ValidUntil) return made;
        var (published, validUntil) = (new List<Loaded>(), DateTimeOffset.MaxValue);
        for (var i = 0; i < keys.Length; i++)
        {
            var (key, isNewest) = (keys[i].Key, !keys.Skip(i + 1).Any(later => later.Key.Algorithm == keys[i].Key.Algorithm));
            if (keys[i].Public is null || (key.RemovedAt <= now && !(isNewest && keys[i].IsServed))) continue;
            published.Add(keys[i]);
            if (key.RemovedAt > now && key.RemovedAt < validUntil) validUntil = key.RemovedAt;
        }
        return _keySet = KeySetDocument.Of(published, validUntil);
    }

    /// <summary>A key with what this node could read of it.</summary>
    /// <param name="Key">The key as it is saved.</param>
    /// <param name="IsServed">Whether the node signs with its algorithm.</param>
    /// <param name="Public">Its public half; null when that is damaged.</param>
    /// <param name="Signer">Its private half; null when it is not needed any more, or cannot be opened.</param>
    /// <param name="Problem">Why it cannot be opened; null when it can or need not.</param>
    internal sealed record Loaded(
        SigningKey Key, bool IsServed, PublicJsonWebKey? Public, JwtSigner? Signer, SigningKeyProblem? Problem);
}

/// <summary>A key set as it is sent.</summary>
/// <param name="Body">The JSON.</param>
/// <param name="Tag">The entity tag, in its quotes.</param>
/// <param name="ValidUntil">When a key leaves it.</param>
internal sealed record KeySetDocument(byte[] Body, string Tag, DateTimeOffset ValidUntil)
{
    internal static KeySetDocument Of(IEnumerable<KeySnapshot.Loaded> keys, DateTimeOffset validUntil)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var loaded in keys) loaded.Public!.Write(json, loaded.Key.Algorithm);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        var tag = $"\"{Base64Url.EncodeToString(SHA256.HashData(buffer.WrittenSpan).AsSpan(0, 16))}\"";
        return new(buffer.WrittenSpan.ToArray(), tag, validUntil);
    }
}
