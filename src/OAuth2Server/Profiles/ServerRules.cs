using static OAuth2Server.RuleSeverity;
using static OAuth2Server.SecurityProfile;

namespace OAuth2Server;

/// <summary>The rules of OAuth 2.1 and RFC 9700 for servers.</summary>
internal static class ServerRules
{
    internal static readonly TimeSpan LongCode = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan LongAccess = TimeSpan.FromDays(1);
    internal static readonly TimeSpan LongRefresh = TimeSpan.FromDays(400);

    internal static readonly ServerRule[] Table =
    [
        new(new("OAUTH21-10-password", OAuth21, "OAuth 2.1 §10", Error,
            "The server has no password grant.", "Remove the grant (AddPassword), and let users sign in at the server."),
            null, server => server.Serves("password")
                ? "The password grant is enabled: every client that uses it sees the passwords of its users." : null),
        new(new("RFC9700-2.1.1-plain", OAuth21, "RFC 9700 §2.1.1", Error,
            "A code challenge does not show its verifier.", "Set AllowPlainPkce to false; clients send S256."),
            nameof(OAuth2ServerOptions.AllowPlainPkce), server => server.Options.AllowPlainPkce
                ? "The challenge method plain is accepted: an attacker who sees an authorization request can redeem its code." : null),
        new(new("OAUTH21-1.5-issuer", OAuth21, "OAuth 2.1 §1.5", Warning,
            "The issuer is an https address.", "Use https, also between a proxy and browsers."),
            nameof(OAuth2ServerOptions.Issuer), server => server.Options.Issuer.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
                ? "The issuer is a plain http address: this is for tests on one machine." : null),
        new(new("RFC6749-2.3.1-attempts", OAuth21, "RFC 6749 §2.3.1", Warning,
            "Attempts at secrets are limited.", "Set BruteForceShield to true, unless a system in front of the server does the same."),
            nameof(OAuth2ServerOptions.BruteForceShield), server => server.Options.BruteForceShield
                ? null : "Attempts are not limited: an attacker can try client secrets, passwords and user codes at any speed."),
        new(new("RFC7662-2.2-current", OAuth21, "RFC 7662 §2.2", Warning,
            "A token of a disabled client or a closed account is not valid.", "Set CheckClientAndUserOfTokens to true."),
            nameof(OAuth2ServerOptions.CheckClientAndUserOfTokens), server => server.Options.CheckClientAndUserOfTokens
                ? null : "The access tokens of a disabled client or a closed account are valid until they expire."),
        new(new("RFC6749-4.1.2-code", Rfc9700, "RFC 6749 §4.1.2", Warning,
            "An authorization code is valid for a minute at most.", "Set AuthorizationCodeLifetime to 60 seconds or less."),
            nameof(OAuth2ServerOptions.AuthorizationCodeLifetime), server => server.Options.AuthorizationCodeLifetime > LongCode
                ? "A code is valid for more than 60 seconds: an attacker who finds it in a log has more time." : null),
        new(new("RFC6819-5.1.5.3-access", Rfc9700, "RFC 6819 §5.1.5.3", Warning,
            "An access token is valid for a day at most.", "Use hours at most; the refresh token is for the rest."),
            nameof(OAuth2ServerOptions.AccessTokenLifetime), server => server.Options.AccessTokenLifetime > LongAccess
                ? "An access token is valid for more than a day: an attacker who gets it can use it for that time." : null),
        new(new("RFC9700-4.14.2-expiry", Rfc9700, "RFC 9700 §4.14.2", Warning,
            "An unused refresh token expires.", "Use months at most."),
            nameof(OAuth2ServerOptions.RefreshTokenLifetime), server => server.Options.RefreshTokenLifetime > LongRefresh
                ? "An unused refresh token is valid for more than 400 days." : null),
        new(new("RFC9700-4.14.2-end", Rfc9700, "RFC 9700 §4.14.2", Warning,
            "An authorization ends.", "Set AuthorizationLifetime."),
            nameof(OAuth2ServerOptions.AuthorizationLifetime), server => server.Options.AuthorizationLifetime is null
                ? "An authorization that is refreshed does not end." : null),
        new(new("RFC9700-4.14.2-rotation", Rfc9700, "RFC 9700 §4.14.2", Information,
            "A refresh gives a new refresh token, or the client proves a key.", "Set AlwaysIssueNewRefreshToken to true."),
            nameof(OAuth2ServerOptions.AlwaysIssueNewRefreshToken),
            server => server.Options is { AlwaysIssueNewRefreshToken: false, Profile: < Fapi2 }
                ? "The refresh tokens of confidential clients are not rotated: the use of a stolen one is not detected." : null),
        new(new("RFC9700-2.2.1-bound", Rfc9700, "RFC 9700 §2.2.1", Information,
            "Access tokens can be bound to a key of their client.", "Add DPoP or mutual TLS."),
            null, server => server.Metadata is not null && !IsBinding(server)
                ? "The server binds no tokens to keys: an attacker who gets an access token can use it." : null),
    ];

    /// <summary>Whether the server binds tokens to keys.</summary>
    internal static bool IsBinding(ExaminedServer server) =>
        server.Is("tls_client_certificate_bound_access_tokens") || server.List("dpop_signing_alg_values_supported").Count > 0;
}
