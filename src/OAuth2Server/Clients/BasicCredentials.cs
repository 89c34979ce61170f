using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace OAuth2Server;

/// <summary>Strict reading of HTTP Basic credentials as OAuth wants them: base64, then each half form-decoded (RFC 6749 §2.3.1, RFC 7617).</summary>
internal static class BasicCredentials
{
    private const string Scheme = "Basic";

    internal static bool IsBasic(string? header) => AuthorizationHeader.TryGetCredentials(header, Scheme, out _);

    /// <summary>False for anything but exactly one well-formed pair; never guesses.</summary>
    internal static bool TryRead(string? header, out string id, out string secret)
    {
        id = secret = "";
        if (!AuthorizationHeader.TryGetCredentials(header, Scheme, out var credentials) || !Grammar.IsToken68(credentials.Span)) return false;

        var text = credentials.Span;
        Span<byte> bytes = text.Length <= 512 ? stackalloc byte[text.Length] : new byte[text.Length];
        Encoding.ASCII.GetBytes(text, bytes);
        if (Base64.DecodeFromUtf8InPlace(bytes, out var length) != OperationStatus.Done) return false;

        // The first colon divides: an id that holds one is form-encoded, so both halves survive.
        var pair = bytes[..length];
        var colon = pair.IndexOf((byte)':');
        return colon > 0 && FormUrlEncoded.TryDecode(pair[..colon], out id) && FormUrlEncoded.TryDecode(pair[(colon + 1)..], out secret);
    }
}
