namespace OAuth2Server;

/// <summary>The JSON of a successful token response (RFC 6749 §5.1).</summary>
internal static class TokenResponse
{
    /// <summary>The <c>token_type</c> of a token that no resource server accepts (RFC 8693 §2.2.1).</summary>
    private const string NotApplicable = "N_A";

    /// <summary>Writes the response of a token exchange whose result is no access token.</summary>
    internal static byte[] Of(ExchangedToken token)
    {
        var json = JsonBody.Start();
        json.WriteString("access_token"u8, token.Text.Reveal());
        json.WriteString("issued_token_type"u8, token.IssuedType);
        json.WriteString("token_type"u8, NotApplicable);
        json.WriteNumber("expires_in"u8, (long)token.Lifetime.TotalSeconds);
        if (!token.Scope.IsEmpty) json.WriteString("scope"u8, token.Scope.ToString());
        return JsonBody.End();
    }

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
