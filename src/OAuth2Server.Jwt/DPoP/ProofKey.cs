using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>The public key in the header of a proof (RFC 9449 §4.2), and its thumbprint (RFC 7638).</summary>
/// <param name="Key">Verifies.</param>
/// <param name="Algorithm">The <c>alg</c> of the header.</param>
/// <param name="Thumbprint">The SHA-256 thumbprint in base64url: the <c>jkt</c> of tokens that are bound to the key.</param>
internal sealed record ProofKey(VerificationKey Key, string Algorithm, string Thumbprint)
{
    // A client that sends its private key has lost it: each reader of the request can make proofs (RFC 9449 §4.3, RFC 7518 §6).
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>Reads the member <c>jwk</c>.</summary>
    /// <param name="header">The header.</param>
    /// <param name="key">The key.</param>
    /// <returns>Null; otherwise what is wrong, for the log.</returns>
    internal static string? Problem(JsonElement header, out ProofKey? key)
    {
        key = null;
        if (!header.TryGetProperty("jwk", out var jwk) || jwk.ValueKind != JsonValueKind.Object) return "Its header has no jwk.";
        if (PrivateMembers.Any(member => jwk.Has(member))) return "The jwk in its header is a private or a symmetric key.";
        if (!VerificationKey.TryRead(jwk, out var verifies))
            return "The jwk in its header is of an unknown kind, for another use, weak or damaged.";
        key = new(verifies, header.Text("alg") ?? "", ThumbprintOf(jwk));
        return null;
    }

    // The required members, sorted by their names (RFC 7638 §3.2). They have characters of base64url only, which need no escapes.
    private static string ThumbprintOf(JsonElement jwk)
    {
        var text = jwk.Text("kty") == "RSA"
            ? $$"""{"e":"{{jwk.Text("e")}}","kty":"RSA","n":"{{jwk.Text("n")}}"}"""
            : $$"""{"crv":"{{jwk.Text("crv")}}","kty":"EC","x":"{{jwk.Text("x")}}","y":"{{jwk.Text("y")}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }
}
