using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>The claim <c>cnf</c>: the key that a token is bound to (RFC 7800 §3.1, RFC 9449 §6.1, RFC 8705 §3.1).</summary>
internal static class Confirmation
{
    /// <summary>Why a token is refused whose claim cannot be read, for the log.</summary>
    internal const string Problem = "Its cnf is not one thumbprint.";

    /// <summary>Reads the claim.</summary>
    /// <param name="claims">The claims of a token, or what introspection says about it.</param>
    /// <param name="key">The key; <see cref="TokenBinding.None"/> when the claim is missing.</param>
    /// <returns>False when it is something else than one thumbprint. Of two keys, one alone must not be enough.</returns>
    internal static bool TryRead(JsonElement claims, out TokenBinding key)
    {
        key = TokenBinding.None;
        if (!claims.TryGetProperty("cnf", out var confirmation)) return true;
        if (confirmation.ValueKind != JsonValueKind.Object || confirmation.GetPropertyCount() != 1) return false;
        var member = confirmation.EnumerateObject().First();
        if (member.Name.Length == 0 || member.Name.Contains('=', StringComparison.Ordinal)) return false;
        if (confirmation.Text(member.Name) is not { } text) return false;
        key = new(member.Name, text, member.Name == DPoPBinding.Kind ? DPoPBinding.TokenType : "Bearer");
        return true;
    }

    /// <summary>The key of claims that were found readable.</summary>
    internal static TokenBinding Of(JsonElement claims) => TryRead(claims, out var key) ? key : TokenBinding.None;
}
