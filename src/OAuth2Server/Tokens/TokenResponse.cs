namespace OAuth2Server;

/// <summary>The JSON of a successful token response (RFC 6749 §5.1).</summary>
internal static class TokenResponse
{
    /// <summary>Writes the response.</summary>
    internal static byte[] Of(AccessToken access, string accessText, string? refreshText, ResponseMembers? members)
    {
        var json = JsonBody.Start();
        json.WriteString("access_token"u8, accessText);
        json.WriteString("token_type"u8, access.TokenType);
        // Both times come from one reading of the clock, so that the number is the configured lifetime.
        json.WriteNumber("expires_in"u8, (long)(access.ExpiresAt - access.IssuedAt).TotalSeconds);
        if (refreshText is not null) json.WriteString("refresh_token"u8, refreshText);
        if (!access.Scope.IsEmpty) json.WriteString("scope"u8, access.Scope.ToString());
        AuthorizationDetails.WriteTo(json, access.Properties, access.Authorization.Properties);
        members?.WriteTo(json);
        return JsonBody.End();
    }
}
