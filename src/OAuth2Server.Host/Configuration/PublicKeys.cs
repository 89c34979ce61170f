using System.Text.Json;
using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <summary>Checks the key set of a client that the operator wrote down (RFC 7517).</summary>
internal static class PublicKeys
{
    // RFC 7518 §6.2.2, §6.3.2, §6.4.
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>The end of a sentence about the text; null when a key in it can be used.</summary>
    internal static string? Problem(string text, Client client)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
                return "is no key set: it must be a JSON object with the list keys (RFC 7517 §5).";
            if (keys.EnumerateArray().Any(HasPrivateMember))
            {
                return "has a private or secret key, which only the client may have. Make a new key, and give the server the public part "
                    + "of it alone.";
            }
        }
        catch (JsonException)
        {
            return "is no JSON text.";
        }
        return IsUsable(text, client) ? null
            : "has no key that can be used: an RSA key of 2048 bits or more, or an EC key on P-256 or P-384, whose use is not enc.";
    }

    private static bool HasPrivateMember(JsonElement key) =>
        key.ValueKind == JsonValueKind.Object && PrivateMembers.Any(member => key.TryGetProperty(member, out _));

    // The reader of the library decides. Nothing is sent: the keys are in the text.
    private static bool IsUsable(string text, Client client)
    {
        using var http = new OutboundHttp(new());
        using var keys = new ClientKeys(http);
        var read = keys.GetJsonAsync(client with { Jwks = text, JwksUri = null }, CancellationToken.None);
        return read is { IsCompletedSuccessfully: true, Result: not null };
    }
}
