using System.Text.Json;

namespace OAuth2Server;

/// <summary>The public keys of a registration (<c>jwks</c>, <c>jwks_uri</c>; RFC 7591 §2). Whether they can verify a signature is decided
/// where one is verified.</summary>
internal static class RegisteredKeys
{
    private const int MaxKeys = 20;

    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    internal static (string? Jwks, string? JwksUri) Read(MetadataReader metadata)
    {
        var (keys, address) = (metadata.Object("jwks"), metadata.Address("jwks_uri"));
        if (keys is not null && address is not null) metadata.Refuse("jwks and jwks_uri exclude each other.");
        if (keys is { } set && Problem(set) is { } problem) metadata.Refuse(problem);
        return (keys?.GetRawText(), address);
    }

    private static string? Problem(JsonElement set)
    {
        if (!set.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array || keys.GetArrayLength() is 0 or > MaxKeys)
            return $"jwks must have a list of 1 to {MaxKeys} keys.";
        foreach (var key in keys.EnumerateArray())
        {
            if (key.ValueKind != JsonValueKind.Object || !key.TryGetProperty("kty", out var type) || type.ValueKind != JsonValueKind.String)
                return "jwks has a key without kty.";
            // A client that sends its private key has lost it: the server must not accept it silently.
            if (PrivateMembers.Any(name => key.TryGetProperty(name, out _))) return "jwks has a private or symmetric key.";
        }
        return null;
    }
}
