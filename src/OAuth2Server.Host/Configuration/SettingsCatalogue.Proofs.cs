using OAuth2Server.Jwt;

namespace OAuth2Server.Host;

/// <content>Keys and certificates of clients, and what is bound to them.</content>
internal static partial class SettingsCatalogue
{
    private static string[] ProfileNames => Enum.GetNames<SecurityProfile>();

    private static IReadOnlyList<SettingDefinition> Proofs =>
    [
        new ChoiceDefinition("Profile", ProfileNames,
            "The [profile](#security-profiles) that the server and its clients follow. It sets what it demands, and the start is refused "
            + "where a client breaks one of its rules.")
        { Default = Code(nameof(SecurityProfile.None)) },
        new FlagDefinition("RequirePushedAuthorizationRequests",
            "Whether every client must push its authorization requests (`require_pushed_authorization_requests`, RFC 9126 §5).")
        { Default = False },
        Time("PushedRequestLifetime", 5, 600, Library.PushedRequestLifetime,
            "The time in which the browser must come with a pushed request (RFC 9126 §2.2). It does not limit the sign-in that follows."),
        new GroupDefinition("DPoP",
        [
            new FlagDefinition(nameof(DPoPSettings.Enabled), "Whether access tokens can be bound to a key of the client (RFC 9449).")
            { Default = True },
            new FlagDefinition(nameof(DPoPSettings.RequireProof), "Whether each token request needs a DPoP proof.") { Default = False },
            new FlagDefinition(nameof(DPoPSettings.RequireNonce),
                "Whether each proof must have a nonce of the server (RFC 9449 §8): clients then send a first request twice.")
            { Default = False },
            Time(nameof(DPoPSettings.ProofLifetime), 10, 300, new DPoPOptions().ProofLifetime,
                "How far the time of a proof without nonce may be from the clock of the server."),
        ]),
        new GroupDefinition("MutualTls",
        [
            new FlagDefinition(nameof(MutualTlsSettings.Enabled),
                "Whether clients can have [certificates](mutual-tls.md) (RFC 8705). Behind a proxy the certificate comes in its header "
                + "`Client-Cert` (RFC 9440). Otherwise the server asks for one: at the port of `AliasUrl` if it listens there, or else at "
                + "each of its https addresses.")
            { Default = False },
            new TextDefinition(nameof(MutualTlsSettings.AliasUrl), "https URL without path",
                "Where clients with a certificate reach the endpoints (`mtls_endpoint_aliases`, RFC 8705 §5)."),
            new TextDefinition(MutualTlsSettings.FileKey, "path",
                "A PEM file with the authorities of the certificates of `tls_client_auth`: roots, and those between them and the clients."),
        ]),
    ];

    private static IReadOnlyList<SettingDefinition> ClientKeys =>
    [
        new TextDefinition("JwksUri", "https URL; http on loopback",
            "Where the client publishes its public keys (`jwks_uri`). Addresses in private networks need "
            + "`OpenIdConnect:AllowPrivateAddresses`."),
        new TextDefinition("JwksFile", "path", "A file with the public keys of the client as a JSON Web Key Set, read at the start."),
        new JsonDefinition("Jwks", "The public keys of the client as a JSON Web Key Set (`jwks`, RFC 7517 §5)."),
        new ChoiceDefinition("TokenEndpointAuthSigningAlg", [.. SigningAlgorithm.All],
            "The only algorithm of the client's assertions (`token_endpoint_auth_signing_alg`). Needs `private_key_jwt`.")
        { Default = "each that its keys are for" },
        new FlagDefinition("AcceptsEndpointAudience",
            "Whether the client's assertions may name an endpoint as their audience, and not only the issuer. For old clients; the log at "
            + "start has a warning. Needs `private_key_jwt`.")
        { Default = False },
        new TextDefinition("TlsClientAuthSubjectDn", "distinguished name (RFC 4514)",
            "The subject of the client's certificate (`tls_client_auth_subject_dn`, RFC 8705 §2.1.2). `tls_client_auth` needs exactly one "
            + "of these five settings."),
        new TextDefinition("TlsClientAuthSanDns", "DNS name", "Instead: a DNS name in the certificate (`tls_client_auth_san_dns`)."),
        new TextDefinition("TlsClientAuthSanUri", "URI", "Instead: a URI in the certificate (`tls_client_auth_san_uri`)."),
        new TextDefinition("TlsClientAuthSanIp", "IP address", "Instead: an IP address in the certificate (`tls_client_auth_san_ip`)."),
        new TextDefinition("TlsClientAuthSanEmail", "e-mail address",
            "Instead: an e-mail address in the certificate (`tls_client_auth_san_email`)."),
    ];

    private static IReadOnlyList<SettingDefinition> ClientDemands =>
    [
        new FlagDefinition("TlsClientCertificateBoundAccessTokens",
            "Whether the client's access tokens are bound to its certificate (`tls_client_certificate_bound_access_tokens`): a token "
            + "request without one is refused.")
        { Default = False },
        new FlagDefinition("DPoPBoundAccessTokens",
            "Whether the client's access tokens are bound to a key (`dpop_bound_access_tokens`): a token request without a DPoP proof is "
            + "refused.")
        { Default = False },
        new FlagDefinition("RequirePushedAuthorizationRequests",
            "Whether the client must push its authorization requests (`require_pushed_authorization_requests`).")
        { Default = False },
        new FlagDefinition("RequireSignedRequestObject",
            "Whether the client must sign its authorization requests (`require_signed_request_object`, RFC 9101). Needs its keys.")
        { Default = False },
        new ChoiceDefinition("RequestObjectSigningAlg", [.. SigningAlgorithm.All],
            "The only algorithm of the client's request objects (`request_object_signing_alg`). Needs its keys.")
        { Default = "each that its keys are for" },
        new ChoiceDefinition("Profile", ProfileNames,
            "The [profile](#security-profiles) of the client, where it is stricter than that of the server.")
        { Default = "that of the server" },
    ];
}
