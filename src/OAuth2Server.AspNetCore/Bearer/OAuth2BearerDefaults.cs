namespace OAuth2Server.AspNetCore;

/// <summary>Defaults of bearer authentication.</summary>
public static class OAuth2BearerDefaults
{
    /// <summary>The authentication scheme.</summary>
    public const string AuthenticationScheme = "Bearer";
}
