using System.Text.Json;

namespace OAuth2Server;

/// <content>The ring of signing keys.</content>
public static partial class RecordText
{
    private const string SigningKeyRingKind = "signing_key_ring";

    /// <summary>Writes a ring of signing keys. Its private keys are in the text as they are in the ring: encrypted, if the server has a
    /// key-encryption key.</summary>
    /// <param name="ring">The ring.</param>
    /// <exception cref="ArgumentException">A text in the record is not valid Unicode.</exception>
    public static string Write(SigningKeyRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        return Write(SigningKeyRingKind, ring, WriteMembers);
    }

    /// <summary>Reads a ring of signing keys.</summary>
    /// <param name="text">What <see cref="Write(SigningKeyRing)"/> gave.</param>
    /// <exception cref="FormatException">The text is damaged, or of another kind or version. The message says what to do.</exception>
    public static SigningKeyRing ReadSigningKeyRing(string text) =>
        Read(text, "a ring of signing keys", (kind, members) => kind == SigningKeyRingKind ? SigningKeyRingOf(members) : null);

    private static void WriteMembers(Utf8JsonWriter json, SigningKeyRing ring)
    {
        json.WriteNumber("version", ring.Version);
        if (ring.Keys.IsDefaultOrEmpty) return;
        json.WriteStartArray("keys");
        foreach (var key in ring.Keys)
        {
            json.WriteStartObject();
            WriteMembers(json, key);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static SigningKeyRing SigningKeyRingOf(RecordTextMembers members) => new()
    {
        Version = members.Long("version"),
        Keys = members.Objects("keys", SigningKeyOf),
    };

    private static void WriteMembers(Utf8JsonWriter json, SigningKey key)
    {
        json.Text("id", key.Id);
        json.Text("algorithm", key.Algorithm);
        json.Bytes("public", key.PublicKey.AsSpan());
        json.Bytes("private", key.PrivateKey.AsSpan());
        json.Text("encrypted_by", key.EncryptedBy);
        json.Time("published", key.PublishedAt);
        json.Time("signs", key.SignsAt);
        json.Time("retires", key.RetiresAt);
        json.Time("removed", key.RemovedAt);
        json.Properties("properties", key.Properties);
    }

    private static SigningKey SigningKeyOf(RecordTextMembers members) => new()
    {
        Id = members.Text("id"),
        Algorithm = members.Text("algorithm"),
        PublicKey = [.. members.Bytes("public")],
        PrivateKey = [.. members.Bytes("private")],
        EncryptedBy = members.TextOrNull("encrypted_by"),
        PublishedAt = members.Time("published"),
        SignsAt = members.Time("signs"),
        RetiresAt = members.Time("retires"),
        RemovedAt = members.Time("removed"),
        Properties = members.Properties("properties"),
    };
}
