namespace OAuth2Server;

/// <summary>The JSON of a successful token response (RFC 6749 §5.1).</summary>
internal static class TokenResponse
{
    internal static ReadOnlyMemory<byte> Write(AccessToken access, string accessText, string? refreshText, ResponseMembers? members) =>
        JsonBody.Write((access, accessText, refreshText, members), static (json, token) =>
        {
            json.WriteString("access_token"u8, token.accessText);
            json.WriteString("token_type"u8, token.access.TokenType);
            // Both times come from one reading of the clock, so the number is the configured lifetime.
            json.WriteNumber("expires_in"u8, (long)(token.access.ExpiresAt - token.access.IssuedAt).TotalSeconds);
            if (token.refreshText is not null) json.WriteString("refresh_token"u8, token.refreshText);
            if (!token.access.Scope.IsEmpty) json.WriteString("scope"u8, token.access.Scope.ToString());
            token.members?.WriteTo(json);
        });
}
