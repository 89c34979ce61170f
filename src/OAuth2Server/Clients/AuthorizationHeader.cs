namespace OAuth2Server;

/// <summary>The Authorization header of a request.</summary>
internal static class AuthorizationHeader
{
    /// <summary>The header's value; null when it was not sent, or sent more than once.</summary>
    internal static string? Of(OAuthRequest request) => request.Header("Authorization") is [{ Length: > 0 } value] ? value : null;

    /// <summary>True when there is any Authorization header, whatever its scheme and number.</summary>
    internal static bool IsSent(OAuthRequest request) => request.Header("Authorization").Count > 0;

    /// <summary>What follows the scheme, when the scheme is the wanted one; schemes are case-insensitive (RFC 9110 §11.1).</summary>
    internal static bool TryGetCredentials(string? value, string scheme, out ReadOnlyMemory<char> credentials)
    {
        credentials = default;
        if (value is null || !value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return false;
        if (value.Length == scheme.Length) return true;
        if (value[scheme.Length] != ' ') return false;
        credentials = value.AsMemory(scheme.Length).Trim(' ');
        return true;
    }
}
