using static OAuth2Server.RuleSeverity;
using static OAuth2Server.SecurityProfile;

namespace OAuth2Server;

/// <summary>The rules of OAuth 2.1 and RFC 9700 for clients.</summary>
internal static class ClientRules
{
    internal static readonly ClientRule[] Table =
    [
        new(new("OAUTH21-10-client-password", OAuth21, "OAuth 2.1 §10", Error,
            "No client uses the password grant.", "Remove password from its grant types."),
            nameof(Client.GrantTypes), (client, _) => client.GrantTypes.Contains("password")
                ? "It is registered for the password grant: it sees the passwords of its users." : null),
        new(new("RFC6749-4.4-public", OAuth21, "RFC 6749 §4.4", Error,
            "Only confidential clients use the client credentials grant.", "Remove client_credentials from its grant types."),
            nameof(Client.GrantTypes),
            (client, _) => client.Type == ClientType.Public && client.GrantTypes.Contains("client_credentials")
                ? "It is public and registered for client_credentials: every application can act as it." : null),
        new(new("RFC9700-2.1-redirect", OAuth21, "RFC 9700 §2.1, §2.6", Error,
            "Redirect URIs are https, a loopback address, or a private-use scheme.", "Register another redirect URI."),
            nameof(Client.RedirectUris), (client, _) => client.RedirectUris
                .Select(uri => RedirectUri.Problem(uri, client.SchemesWithoutDot) is { } problem ? $"A redirect URI is refused. {problem}"
                    : null).FirstOrDefault(problem => problem is not null)),
        new(new("OAUTH21-4.1.1-pkce", OAuth21, "OAuth 2.1 §4.1.1", Warning,
            "Every client uses PKCE.", "Let the client use PKCE and set RequirePkce to true."),
            nameof(Client.RequirePkce), (client, _) => client.RequirePkce ? null
                : "PKCE is not required: unless it checks a nonce, an attacker can put a stolen code into another session."),
        new(new("RFC8252-8.3-localhost", OAuth21, "RFC 8252 §8.3", Warning,
            "Native applications use a loopback address, not the name localhost.", "Use 127.0.0.1 or [::1]."),
            nameof(Client.AnyLocalhostPort), (client, _) => client.AnyLocalhostPort
                ? "Any port of localhost is accepted: the name can resolve to another host." : null),
        new(new("RFC8252-7.1-scheme", OAuth21, "RFC 8252 §7.1", Warning,
            "A private-use scheme is a reversed domain name.", "Use a scheme that is a reversed domain name."),
            nameof(Client.SchemesWithoutDot), (client, _) => client.SchemesWithoutDot
                ? "Any application on a device can take its scheme and receive the codes." : null),
        new(new("RFC8252-8.6-consent", Rfc9700, "RFC 8252 §8.6", Warning,
            "Users are asked for consent where the client proves no identity.", "Set FirstParty to false."),
            nameof(Client.FirstParty), (client, _) => client is { FirstParty: true, Type: ClientType.Public }
                ? "It is public, and its users are not asked for consent." : null),
        new(new("RFC9700-2.5-asymmetric", Rfc9700, "RFC 9700 §2.5", Information,
            "Confidential clients authenticate with a key or a certificate.", "Register private_key_jwt or a method of RFC 8705."),
            nameof(Client.AuthenticationMethods), (client, _) => client.Type == ClientType.Confidential && SendsSecret(client)
                ? "It sends a secret, which each system on the way can read." : null),
        new(new("RFC7523-3-audience", Rfc9700, "RFC 7523 §3", Warning,
            "A client assertion is for the issuer only.", "Let the client send the issuer and set AcceptsEndpointAudience to false."),
            nameof(Client.AcceptsEndpointAudience), (client, _) => client.AcceptsEndpointAudience
                ? "Its assertions may be for an endpoint: another server can use an assertion that it was sent." : null),
        new(new("RFC6819-5.1.5.3-client-access", Rfc9700, "RFC 6819 §5.1.5.3", Warning,
            "An access token is valid for a day at most.", "Use hours at most; the refresh token is for the rest."),
            nameof(Client.AccessTokenLifetime), (client, _) => client.AccessTokenLifetime > ServerRules.LongAccess
                ? "Its access tokens are valid for more than a day." : null),
        new(new("RFC9700-4.14.2-client-expiry", Rfc9700, "RFC 9700 §4.14.2", Warning,
            "An unused refresh token expires.", "Use months at most."),
            nameof(Client.RefreshTokenLifetime), (client, _) => client.RefreshTokenLifetime > ServerRules.LongRefresh
                ? "Its unused refresh tokens are valid for more than 400 days." : null),
        new(new("RFC7591-2-keys", OAuth21, "RFC 7591 §2", Error,
            "A client has its keys in one place.", "Keep one of Jwks and JwksUri."),
            nameof(Client.JwksUri), (client, _) => client is { Jwks: not null, JwksUri: not null }
                ? "It has both a key set and the address of one." : null),
        new(new("RFC8705-2-registration", OAuth21, "RFC 8705 §2", Error,
            "A client of an asymmetric method has registered what proves it.",
            "Register the certificate name for tls_client_auth, the keys for the other methods."),
            nameof(Client.AuthenticationMethods), (client, _) => MissingProof(client)),
    ];

    private static bool SendsSecret(Client client) =>
        client.GrantTypes.Length > 0 && (client.AuthenticationMethods.IsDefaultOrEmpty
            || client.AuthenticationMethods.Any(method => method.StartsWith("client_secret", StringComparison.Ordinal)));

    private static string? MissingProof(Client client)
    {
        if (client.AuthenticationMethods.IsDefaultOrEmpty) return null;
        if (client.AuthenticationMethods.Contains("tls_client_auth") && client.TlsClientAuth is null)
            return "It is registered for tls_client_auth and has no name of a certificate.";
        var needsKeys = client.AuthenticationMethods.FirstOrDefault(
            method => method is "private_key_jwt" or "self_signed_tls_client_auth");
        return needsKeys is not null && client is { Jwks: null, JwksUri: null }
            ? $"It is registered for {needsKeys} and has no keys." : null;
    }
}
