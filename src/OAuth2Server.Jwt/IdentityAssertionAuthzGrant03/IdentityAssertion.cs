using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Identity assertions: what one authorization server says about a user to another one, for one client (ID-JAG,
/// draft-ietf-oauth-identity-assertion-authz-grant-03 §3).</summary>
internal static class IdentityAssertion
{
    /// <summary>The <c>typ</c> of their header.</summary>
    internal const string Type = "oauth-id-jag+jwt";

    /// <summary>Their type in token exchange.</summary>
    internal const string TokenType = "urn:ietf:params:oauth:token-type:id-jag";

    /// <summary>The profile of the grant, in the metadata.</summary>
    internal const string Profile = "urn:ietf:params:oauth:grant-profile:id-jag";

    /// <summary>The specification, for the log.</summary>
    internal const string Rule = "draft-ietf-oauth-identity-assertion-authz-grant-03";

    /// <summary>Why one may not be used by a client; null when it may.</summary>
    internal static OAuthError? Problem(JsonElement claims, Client client) =>
        claims.Text("client_id") == client.Id ? null : CompactJws.Refusal(Rule, "Its client_id is missing, or is another client.");
}
