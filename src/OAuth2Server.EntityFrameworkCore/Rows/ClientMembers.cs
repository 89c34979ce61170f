namespace OAuth2Server.EntityFrameworkCore;

/// <summary>The members of a client that few clients have. They are kept among the properties, so that they need no column;
/// <see cref="Client.Properties"/> never has their keys.</summary>
internal static class ClientMembers
{
    private const string On = "true";

    private static readonly Member[] All =
    [
        new(ClientRow.DisplayNameProperty, c => c.DisplayName, (c, value) => c with { DisplayName = value }),
        Flag("any_localhost_port", c => c.AnyLocalhostPort, c => c with { AnyLocalhostPort = true }),
        Flag("schemes_without_dot", c => c.SchemesWithoutDot, c => c with { SchemesWithoutDot = true }),
        Flag("first_party", c => c.FirstParty, c => c with { FirstParty = true }),
        new("access_token_format", c => NameOf(c.AccessTokenFormat), (c, value) => c with { AccessTokenFormat = FormatOf(value) }),
        new("introspection_signed_response_alg",
            c => c.IntrospectionSignedResponseAlg, (c, value) => c with { IntrospectionSignedResponseAlg = value }),
        new("jwks", c => c.Jwks, (c, value) => c with { Jwks = value }),
        new("jwks_uri", c => c.JwksUri, (c, value) => c with { JwksUri = value }),
        new("token_endpoint_auth_signing_alg",
            c => c.TokenEndpointAuthSigningAlg, (c, value) => c with { TokenEndpointAuthSigningAlg = value }),
        Flag("accepts_endpoint_audience", c => c.AcceptsEndpointAudience, c => c with { AcceptsEndpointAudience = true }),
        Subject("tls_client_auth_subject_dn", CertificateSubjectKind.DistinguishedName),
        Subject("tls_client_auth_san_dns", CertificateSubjectKind.DnsName),
        Subject("tls_client_auth_san_uri", CertificateSubjectKind.Uri),
        Subject("tls_client_auth_san_ip", CertificateSubjectKind.IpAddress),
        Subject("tls_client_auth_san_email", CertificateSubjectKind.Email),
        Flag("tls_client_certificate_bound_access_tokens",
            c => c.TlsClientCertificateBoundAccessTokens, c => c with { TlsClientCertificateBoundAccessTokens = true }),
        Flag("dpop_bound_access_tokens", c => c.DPoPBoundAccessTokens, c => c with { DPoPBoundAccessTokens = true }),
        Flag("require_pushed_authorization_requests",
            c => c.RequirePushedAuthorizationRequests, c => c with { RequirePushedAuthorizationRequests = true }),
        Flag("require_signed_request_object", c => c.RequireSignedRequestObject, c => c with { RequireSignedRequestObject = true }),
        new("request_object_signing_alg", c => c.RequestObjectSigningAlg, (c, value) => c with { RequestObjectSigningAlg = value }),
    ];

    /// <summary>Properties with the members of a client beside its own.</summary>
    internal static Properties Write(Client client)
    {
        var properties = Without(client.Properties);
        foreach (var member in All)
        {
            if (member.Get(client) is { } value) properties = properties.With(member.Key, value);
        }
        return properties;
    }

    /// <summary>A client with the members that are among the stored properties, and with the other properties as its own.</summary>
    /// <exception cref="FormatException">A value is none that is written.</exception>
    internal static Client Read(Client client, Properties properties)
    {
        if (properties.Count == 0) return client;
        foreach (var member in All)
        {
            if (properties[member.Key] is { } value) client = member.Set(client, value);
        }
        return client with { Properties = Without(properties) };
    }

    private static Properties Without(Properties properties) =>
        All.Aggregate(properties, (rest, member) => rest.Without(member.Key));

    private static Member Flag(string key, Func<Client, bool> get, Func<Client, Client> set) =>
        new(key, c => get(c) ? On : null, (c, value) => value == On ? set(c) : c);

    private static Member Subject(string key, CertificateSubjectKind kind) => new(
        key, c => c.TlsClientAuth is { } subject && subject.Kind == kind ? subject.Value : null,
        (c, value) => c with { TlsClientAuth = new(kind, value) });

    private static string? NameOf(AccessTokenFormat? format) => format switch
    {
        null => null,
        AccessTokenFormat.Jwt => "jwt",
        _ => "opaque",
    };

    private static AccessTokenFormat FormatOf(string value) => value switch
    {
        "jwt" => AccessTokenFormat.Jwt,
        "opaque" => AccessTokenFormat.Opaque,
        _ => throw new FormatException("The format of the access tokens of a stored client is neither jwt nor opaque."),
    };

    /// <summary>One member.</summary>
    /// <param name="Key">Its key among the properties, the registered name where it has one (RFC 7591 §2).</param>
    /// <param name="Get">Its value as text; null for the default.</param>
    /// <param name="Set">The client with a value that was stored.</param>
    private sealed record Member(string Key, Func<Client, string?> Get, Func<Client, string, Client> Set);
}
