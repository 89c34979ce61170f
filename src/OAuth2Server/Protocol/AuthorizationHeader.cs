using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace OAuth2Server;

/// <summary>The Authorization header of a request.</summary>
internal static class AuthorizationHeader
{
    /// <summary>The authentication scheme of bearer tokens, and the <c>token_type</c> of the tokens that may use it (RFC 6750 §2.1,
    /// §6.1.1).</summary>
    internal const string Bearer = "Bearer";

    private const string Basic = "Basic";

    /// <summary>The header's value; null when it was not sent, or sent more than once.</summary>
    internal static string? Of(OAuthRequest request) => request.Header("Authorization") is [{ Length: > 0 } value] ? value : null;

    /// <summary>True when there is an Authorization header of any scheme, once or more often.</summary>
    internal static bool IsSent(OAuthRequest request) => request.Header("Authorization").Count > 0;

    /// <summary>The text behind the scheme, when the scheme is the wanted one; schemes are case-insensitive (RFC 9110 §11.1).</summary>
    internal static bool TryGetCredentials(string? value, string scheme, out ReadOnlyMemory<char> credentials)
    {
        credentials = default;
        if (value is null || !value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return false;
        if (value.Length == scheme.Length) return true;
        if (value[scheme.Length] != ' ') return false;
        credentials = value.AsMemory(scheme.Length).Trim(' ');
        return true;
    }

    /// <summary>True when the header has the scheme Basic.</summary>
    internal static bool IsBasic(string? header) => TryGetCredentials(header, Basic, out _);

    /// <summary>Reads Basic credentials as OAuth demands them: base64, then each half form-decoded (RFC 6749 §2.3.1, RFC 7617).</summary>
    /// <returns>False for anything but exactly one well-formed pair; nothing is repaired.</returns>
    internal static bool TryReadBasic(string? header, out string id, out string secret)
    {
        id = secret = "";
        if (!TryGetCredentials(header, Basic, out var credentials) || !Grammar.IsToken68(credentials.Span)) return false;

        var text = credentials.Span;
        Span<byte> bytes = text.Length <= 512 ? stackalloc byte[text.Length] : new byte[text.Length];
        Encoding.ASCII.GetBytes(text, bytes);
        if (Base64.DecodeFromUtf8InPlace(bytes, out var length) != OperationStatus.Done) return false;

        // The first colon divides: an id with a colon is form-encoded, so that both halves are unambiguous.
        var pair = bytes[..length];
        var colon = pair.IndexOf((byte)':');
        return colon > 0 && FormUrlEncoded.TryDecode(pair[..colon], out id) && FormUrlEncoded.TryDecode(pair[(colon + 1)..], out secret);
    }
}
