using System.Buffers;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>The JSON of a successful token response (RFC 6749 §5.1).</summary>
internal static class TokenResponse
{
    internal static ReadOnlyMemory<byte> Write(AccessToken access, string accessText, string? refreshText, ResponseMembers? members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("access_token"u8, accessText);
            json.WriteString("token_type"u8, access.TokenType);
            // Both times come from one reading of the clock, so the number is the configured lifetime.
            json.WriteNumber("expires_in"u8, (long)(access.ExpiresAt - access.IssuedAt).TotalSeconds);
            if (refreshText is not null) json.WriteString("refresh_token"u8, refreshText);
            if (!access.Scope.IsEmpty) json.WriteString("scope"u8, access.Scope.ToString());
            members?.WriteTo(json);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
