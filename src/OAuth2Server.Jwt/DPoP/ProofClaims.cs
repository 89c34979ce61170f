using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>The claims of a proof (RFC 9449 §4.2).</summary>
/// <param name="Id">The <c>jti</c>.</param>
/// <param name="Method">The <c>htm</c>.</param>
/// <param name="Address">The <c>htu</c>.</param>
/// <param name="IssuedAt">The <c>iat</c>.</param>
/// <param name="TokenHash">The <c>ath</c>; null for none.</param>
/// <param name="Nonce">The <c>nonce</c>; null for none.</param>
internal sealed record ProofClaims(string Id, string Method, string Address, DateTimeOffset IssuedAt, string? TokenHash, string? Nonce)
{
    private const int MaxIdLength = 256;

    // Between clocks that are set by a time service. It is for the claims that a client need not send.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    /// <summary>Reads them.</summary>
    /// <param name="json">The payload, whose signature is verified.</param>
    /// <param name="now">The time.</param>
    /// <param name="claims">The claims.</param>
    /// <returns>Null; otherwise what is wrong, for the log.</returns>
    internal static string? Problem(JsonElement json, DateTimeOffset now, out ProofClaims? claims)
    {
        claims = null;
        if (json.Text("jti") is not { } id) return "Its jti is missing or is no text.";
        // It is hashed only, but it must not fill the log or the time of the server.
        if (id.Length > MaxIdLength) return $"Its jti is longer than {MaxIdLength} characters.";
        if (json.Text("htm") is not { } method || json.Text("htu") is not { } address) return "Its htm or htu is missing or is no text.";
        if (!json.TryGetTime("iat", out var iat) || iat is not { } issued) return "Its iat is missing or is no time.";
        if (!json.TryGetTime("nbf", out var notBefore) || !json.TryGetTime("exp", out var expires)) return "Its nbf or exp is no time.";
        if (notBefore > now + Skew) return "Its nbf is in the future: compare the clocks.";
        if (expires <= now - Skew) return "Its exp is over: compare the clocks.";
        if ((json.Has("nonce") && json.Text("nonce") is null) || (json.Has("ath") && json.Text("ath") is null))
            return "Its nonce or ath is no text.";
        claims = new(id, method, address, issued, json.Text("ath"), json.Text("nonce"));
        return null;
    }
}
