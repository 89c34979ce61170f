using System.Buffers;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>The JSON that a device is given to show and to poll with (RFC 8628 §3.2).</summary>
internal static class DeviceAuthorizationResponse
{
    internal static ReadOnlyMemory<byte> Write(string deviceCode, string userCode, OAuth2ServerOptions options, OAuthContext context)
    {
        var page = context.Issuer.TrimEnd('/') + options.DeviceVerificationPath;
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("device_code"u8, deviceCode);
            json.WriteString("user_code"u8, userCode);
            json.WriteString("verification_uri"u8, page);
            json.WriteString("verification_uri_complete"u8, $"{page}?user_code={userCode}");
            json.WriteNumber("expires_in"u8, (long)options.DeviceCodeLifetime.TotalSeconds);
            // Rounded up: a client that takes the number at its word is never too fast.
            json.WriteNumber("interval"u8, (long)Math.Ceiling(options.DevicePollingInterval.TotalSeconds));
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
