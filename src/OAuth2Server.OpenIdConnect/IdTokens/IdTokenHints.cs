using System.Text.Json;
using OAuth2Server.Jwt;

namespace OAuth2Server.OpenIdConnect;

/// <summary>Reads ID tokens that clients send back (<c>id_token_hint</c>). An expired one is accepted: it is no proof of a sign-in, and
/// names only whom and which session the client means (OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2).</summary>
/// <param name="keys">The keys that sign.</param>
/// <param name="model">Keeps the keys.</param>
public sealed class IdTokenHints(SigningKeys keys, ISigningKeyModel model)
{
    /// <summary>Reads one.</summary>
    /// <param name="text">The ID token.</param>
    /// <param name="context">The request; its issuer must be that of the token.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Null when this server did not sign it, or it is no ID token of the issuer. Compare <see cref="IdTokenHint.ClientId"/>: it
    /// may be another client's.</returns>
    public async ValueTask<IdTokenHint?> ReadAsync(string text, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var claims = await keys.ReadAsync(model, text, IdTokenPart.Type, ct);
        if (claims?.RootElement is not { } root || Text(root, "iss") != context.Issuer) return null;
        return Text(root, "sub") is { } subject && Text(root, "aud") is { } client ? new(client, subject, Text(root, "sid")) : null;
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
