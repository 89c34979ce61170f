using static OAuth2Server.RuleSeverity;
using static OAuth2Server.SecurityProfile;

namespace OAuth2Server;

/// <summary>The rules of the FAPI 2.0 Security Profile for clients. A request of a client that breaks one is refused.</summary>
internal static class FapiClientRules
{
    private const string General = "FAPI 2.0 Security Profile §5.3.2.1";
    private const string Flows = "FAPI 2.0 Security Profile §5.3.2.2";
    private const string Algorithms = "FAPI 2.0 Security Profile §5.4.1";
    private const string IdToken = "id_token_signed_response_alg";

    internal static readonly ClientRule[] Table =
    [
        new(new("FAPI2-5.3.2.1-confidential", Fapi2, General, Error,
            "Every client is confidential.", "Register it as confidential, with a key or a certificate."),
            nameof(Client.Type), (client, _) => client.Type == ClientType.Public ? "It is public." : null),
        new(new("FAPI2-5.3.2.1-client-authentication", Fapi2, General, Error,
            "A client that gets tokens authenticates with a key or a certificate.",
            "Register private_key_jwt or a method of RFC 8705, and nothing else."),
            nameof(Client.AuthenticationMethods), (client, _) => !ProfileChecks.IsResourceServer(client)
                && (client.AuthenticationMethods.IsDefaultOrEmpty
                    || !client.AuthenticationMethods.All(method => Fapi2.AllowsClientAuthentication(method)))
                ? "It may authenticate with another method than private_key_jwt or mutual TLS." : null),
        new(new("FAPI2-5.3.2.1-client-audience", Fapi2, General, Error,
            "The audience of a client assertion is the issuer, as a text.", "Set AcceptsEndpointAudience to false."),
            nameof(Client.AcceptsEndpointAudience), (client, _) => client.AcceptsEndpointAudience
                ? "Its assertions may be for an endpoint." : null),
        new(new("FAPI2-5.3.2.1-client-bound", Fapi2, General, Information,
            "Every access token is bound to a key of its client.", "Set DPoPBoundAccessTokens or TlsClientCertificateBoundAccessTokens."),
            nameof(Client.DPoPBoundAccessTokens),
            (client, _) => client is { DPoPBoundAccessTokens: false, TlsClientCertificateBoundAccessTokens: false }
                && client.GrantTypes.Length > 0
                ? "It is registered for no binding: a token request without proof of a key is refused all the same." : null),
        new(new("FAPI2-5.3.2.2-pkce", Fapi2, Flows, Error,
            "Every authorization request has an S256 challenge.", "Set RequirePkce to true."),
            nameof(Client.RequirePkce), (client, _) => client.RequirePkce ? null : "PKCE is not required."),
        new(new("FAPI2-5.3.2.2-redirect", Fapi2, Flows, Error,
            "Authorization responses are encrypted on the network.", "Register https redirect URIs."),
            nameof(Client.RedirectUris), (client, _) => client.RedirectUris.FirstOrDefault(IsPlainHttp) is { } uri
                ? $"The redirect URI {uri} is plain http." : null),
        new(new("FAPI2-5.4.1-client-assertion", Fapi2, Algorithms, Error,
            "Client assertions are signed with PS256, ES256 or EdDSA.", "Register another algorithm."),
            nameof(Client.TokenEndpointAuthSigningAlg),
            (client, _) => client.TokenEndpointAuthSigningAlg is { } name && !Fapi2.AllowsSigningAlgorithm(name)
                ? $"It signs its assertions with {name}." : null),
        new(new("FAPI2-5.4.1-request-object", Fapi2, Algorithms, Error,
            "Request objects are signed with PS256, ES256 or EdDSA.", "Register another algorithm."),
            nameof(Client.RequestObjectSigningAlg),
            (client, _) => client.RequestObjectSigningAlg is { } name && !Fapi2.AllowsSigningAlgorithm(name)
                ? $"It signs its request objects with {name}." : null),
        new(new("FAPI2-5.4.1-client-id-token", Fapi2, Algorithms, Error,
            "ID tokens are signed with PS256, ES256 or EdDSA.", "Register ES256 or PS256 as id_token_signed_response_alg, or none."),
            null, (client, _) => client.Properties[IdToken] is { } name && !Fapi2.AllowsSigningAlgorithm(name)
                ? $"Its ID tokens are signed with {name}." : null),
        new(new("FAPI2-5.4.1-client-introspection", Fapi2, Algorithms, Error,
            "Introspection answers are signed with PS256, ES256 or EdDSA.",
            "Register ES256 or PS256 as introspection_signed_response_alg, or none."),
            nameof(Client.IntrospectionSignedResponseAlg),
            (client, _) => client.IntrospectionSignedResponseAlg is { } name && !Fapi2.AllowsSigningAlgorithm(name)
                ? $"Its introspection answers are signed with {name}." : null),
    ];

    // A browser on the same machine reaches a loopback address without a network.
    private static bool IsPlainHttp(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed is { Scheme: "http", IsLoopback: false };
}
