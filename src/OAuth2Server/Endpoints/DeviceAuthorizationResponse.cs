namespace OAuth2Server;

/// <summary>The JSON that a device is given to show and to poll with (RFC 8628 §3.2).</summary>
internal static class DeviceAuthorizationResponse
{
    internal static ReadOnlyMemory<byte> Write(string deviceCode, string userCode, OAuth2ServerOptions options, OAuthContext context)
    {
        var page = context.Issuer.TrimEnd('/') + options.DeviceVerificationPath;
        return JsonBody.Write((deviceCode, userCode, page, options), static (json, codes) =>
        {
            json.WriteString("device_code"u8, codes.deviceCode);
            json.WriteString("user_code"u8, codes.userCode);
            json.WriteString("verification_uri"u8, codes.page);
            json.WriteString("verification_uri_complete"u8, $"{codes.page}?user_code={codes.userCode}");
            json.WriteNumber("expires_in"u8, (long)codes.options.DeviceCodeLifetime.TotalSeconds);
            // Rounded up: a client that takes the number at its word is never too fast.
            json.WriteNumber("interval"u8, (long)Math.Ceiling(codes.options.DevicePollingInterval.TotalSeconds));
        });
    }
}
