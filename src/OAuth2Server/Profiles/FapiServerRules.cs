using static OAuth2Server.RuleSeverity;
using static OAuth2Server.SecurityProfile;

namespace OAuth2Server;

/// <summary>The rules of the FAPI 2.0 Security Profile for servers.</summary>
internal static class FapiServerRules
{
    private const string General = "FAPI 2.0 Security Profile §5.3.2.1";
    private const string Flows = "FAPI 2.0 Security Profile §5.3.2.2";
    private const string Algorithms = "FAPI 2.0 Security Profile §5.4.1";

    // What the server signs. Its keys may have RS256 too (RFC 9068 §2.1), for clients without the profile.
    private static readonly string[] OfServer =
        ["id_token_signing_alg_values_supported", "introspection_signing_alg_values_supported"];

    internal static readonly ServerRule[] Table =
    [
        new(new("FAPI2-5.3.2.1-bound", Fapi2, General, Error,
            "Every access token is bound to a key of its client.", "Add DPoP (AddDPoP) or mutual TLS (AddMutualTls)."),
            null, server => server.Metadata is null || ServerRules.IsBinding(server)
                ? null : "The server has no binding of tokens to keys, so that it refuses every token request."),
        new(new("FAPI2-5.3.2.1-authentication", Fapi2, General, Error,
            "Clients authenticate with a key or a certificate.", "Add private_key_jwt or mutual TLS."),
            null, server => server.Metadata is null
                || server.List("token_endpoint_auth_methods_supported").Any(method => Fapi2.AllowsClientAuthentication(method))
                ? null : "The server has neither private_key_jwt nor mutual TLS, so that no client can authenticate."),
        new(new("FAPI2-5.3.2.1-code", Fapi2, General, Error,
            "An authorization code is valid for 60 seconds at most.", "Set AuthorizationCodeLifetime to 60 seconds or less."),
            nameof(OAuth2ServerOptions.AuthorizationCodeLifetime),
            server => server.Options.AuthorizationCodeLifetime > ServerRules.LongCode
                ? "A code is valid for more than 60 seconds." : null),
        new(new("FAPI2-5.3.2.1-rotation", Fapi2, General, Error,
            "Refresh tokens are not rotated.", "Set AlwaysIssueNewRefreshToken to false."),
            nameof(OAuth2ServerOptions.AlwaysIssueNewRefreshToken), server => server.Options.AlwaysIssueNewRefreshToken
                ? "A refresh consumes the refresh token: a client that loses the answer can lose its authorization." : null),
        new(new("FAPI2-5.3.2.2-par", Fapi2, Flows, Error,
            "Every authorization request is pushed.", "Set RequirePushedAuthorizationRequests to true."),
            nameof(OAuth2ServerOptions.RequirePushedAuthorizationRequests), server => server.Options.RequirePushedAuthorizationRequests
                ? null : "Authorization requests may come through the browser, where they can be read and changed."),
        new(new("FAPI2-5.3.2.2-par-endpoint", Fapi2, Flows, Error,
            "The server has a pushed authorization request endpoint.", "Use a model that is an IPushedRequestModel."),
            null, server => server.Metadata is null || !server.Metadata.ContainsKey("authorization_endpoint")
                || server.Metadata.ContainsKey("pushed_authorization_request_endpoint")
                ? null : "No client can push an authorization request, and others are refused."),
        new(new("FAPI2-5.3.2.2-par-lifetime", Fapi2, Flows, Error,
            "A pushed request is valid for less than 600 seconds.", "Set PushedRequestLifetime to 60 seconds."),
            nameof(OAuth2ServerOptions.PushedRequestLifetime),
            server => server.Options.PushedRequestLifetime >= TimeSpan.FromSeconds(600)
                ? "A pushed request is valid for 600 seconds or more." : null),
        new(new("FAPI2-5.4.1-algorithms", Fapi2, Algorithms, Error,
            "Messages of clients are signed with PS256, ES256 or EdDSA.", "Remove the algorithm from the settings of that message."),
            null, server => Announced(server).FirstOrDefault(pair => !OfServer.Contains(pair.Member)) is { Member: { } member } found
                ? $"The metadata member {member} has {found.Algorithm}." : null),
        new(new("FAPI2-5.4.1-keys", Fapi2, Algorithms, Error,
            "What the server signs is signed with PS256, ES256 or EdDSA.",
            "Add ES256 or PS256 to the algorithms of the signing keys (SigningKeyOptions.Algorithms)."),
            null, server => OfServer.FirstOrDefault(member => HasNone(server, member)) is { } member
                ? $"The server has no key for it: {member} is {string.Join(", ", server.List(member))}." : null),
        new(new("FAPI2-5.4.1-resource", Fapi2, Algorithms, Error,
            "Access tokens are signed with PS256, ES256 or EdDSA.",
            "Remove SigningAlgorithm of the resource, or set it to ES256 or PS256."),
            nameof(OAuth2ServerOptions.Resources), server => server.Options.Resources.FirstOrDefault(
                resource => resource.SigningAlgorithm is { } name && !Fapi2.AllowsSigningAlgorithm(name)) is { } found
                ? $"The tokens of the resource {found.Resource} are signed with {found.SigningAlgorithm}." : null),
    ];

    // The metadata of a server with the profile lists allowed algorithms only, unless there is none.
    private static bool HasNone(ExaminedServer server, string member) =>
        server.List(member) is { Count: > 0 } list && !list.Any(algorithm => Fapi2.AllowsSigningAlgorithm(algorithm));

    private static IEnumerable<(string Member, string Algorithm)> Announced(ExaminedServer server) =>
        from member in server.Metadata ?? new Dictionary<string, object>()
        where member.Key.EndsWith("_signing_alg_values_supported", StringComparison.Ordinal)
        from algorithm in server.List(member.Key)
        where !Fapi2.AllowsSigningAlgorithm(algorithm)
        select (member.Key, algorithm);
}
