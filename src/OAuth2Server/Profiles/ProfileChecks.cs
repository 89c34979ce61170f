namespace OAuth2Server;

/// <summary>What the profiles refuse while the server runs, for the whole server or for one client: what their rules call an
/// error.</summary>
internal static class ProfileChecks
{
    private const string General = "FAPI 2.0 Security Profile §5.3.2.1";
    private const string Flows = "FAPI 2.0 Security Profile §5.3.2.2";

    /// <summary>Whether a client may authenticate with a method; null when it may, otherwise the reason for the log.</summary>
    internal static string? RefuseMethod(Client client, string method, OAuthContext context) =>
        client.ProfileIn(context).AllowsClientAuthentication(method) || IsResourceServer(client)
            ? null
            : $"The profile of the server or of the client does not allow {method} ({General}).";

    /// <summary>Whether a client is a resource server that asks about tokens and gets none itself: what the profile demands of clients is
    /// not about it. A client that registered or described itself is none: only its own metadata says what it is.</summary>
    internal static bool IsResourceServer(Client client) =>
        client is { Type: ClientType.Confidential, GrantTypes.IsDefaultOrEmpty: true, IsSelfRegistered: false };

    /// <summary>The check of an authorization request, after its client and its redirect URI were found.</summary>
    internal static OAuthError? RefuseAuthorization(Client client, bool isPushed, bool hasRedirectUri, OAuthContext context)
    {
        if (client.ProfileIn(context) < SecurityProfile.Fapi2) return null;
        if (client.Type == ClientType.Public) return OAuthError.UnauthorizedClient("The client must be confidential.", General);
        // A request in a URL can be read and changed in the browser.
        if (!isPushed) return OAuthError.InvalidRequest("The authorization request must be pushed.", Flows);
        return hasRedirectUri ? null : OAuthError.InvalidRequest("redirect_uri is missing.", Flows);
    }

    /// <summary>The check of a token request: the client must not see passwords, and an attacker must have no use for a stolen access
    /// token.</summary>
    internal static OAuthError? RefuseToken(Client client, bool isBound, OAuthContext context) => client.ProfileIn(context) switch
    {
        >= SecurityProfile.OAuth21 when context.GrantType == "password" =>
            OAuthError.UnauthorizedClient("The profile does not allow the password grant.", "OAuth 2.1 §10"),
        >= SecurityProfile.Fapi2 when !isBound =>
            OAuthError.InvalidRequest("A proof of possession is missing: send a DPoP proof or a client certificate.", General),
        _ => null,
    };

    /// <summary>Whether the profile forbids challenges that show their verifier.</summary>
    internal static bool ForbidsPlain(Client client, OAuthContext context) => client.ProfileIn(context) >= SecurityProfile.OAuth21;

    /// <summary>Whether the profile demands S256 of a client.</summary>
    internal static bool DemandsS256(Client client, OAuthContext context) => client.ProfileIn(context) >= SecurityProfile.Fapi2;

    /// <summary>Whether the refresh tokens of a client stay the same. A client that loses the answer to a refresh must not lose its
    /// authorization, and its key protects the token instead.</summary>
    internal static bool KeepsRefreshTokens(Client client, OAuthContext context) => client.ProfileIn(context) >= SecurityProfile.Fapi2;

    /// <summary>The lifetime of a code or of a pushed request of a client.</summary>
    internal static TimeSpan CodeLifetime(TimeSpan configured, Client client, OAuthContext context) =>
        client.ProfileIn(context) >= SecurityProfile.Fapi2 && configured > ServerRules.LongCode ? ServerRules.LongCode : configured;
}
