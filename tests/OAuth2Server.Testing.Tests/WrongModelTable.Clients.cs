namespace OAuth2Server.Testing.Tests;

/// <content>Members of a client that are lost.</content>
public sealed partial class WrongModelTable
{
    private static IEnumerable<WrongModel> Clients()
    {
        const string By = nameof(ModelContract.A_client_comes_back_with_every_member);
        yield return Loses("the lifetime of access tokens", c => c with { AccessTokenLifetime = null });
        yield return Loses("the ticks of a lifetime", c => c with
        {
            AccessTokenLifetime = c.AccessTokenLifetime is { } time ? TimeSpan.FromSeconds((long)time.TotalSeconds) : null,
        });
        yield return Loses("the lifetime of refresh tokens", c => c with { RefreshTokenLifetime = null });
        yield return Loses("the authentication methods", c => c with { AuthenticationMethods = [] });
        yield return Loses("the second method of authentication",
            c => c with { AuthenticationMethods = [.. c.AuthenticationMethods.Take(1)] });
        yield return Loses("that PKCE is not required", c => c with { RequirePkce = true });
        yield return Loses("the properties", c => c with { Properties = Properties.Empty });
        yield return Loses("the name", c => c with { DisplayName = null });
        yield return Loses("the rule of localhost", c => c with { AnyLocalhostPort = false });
        yield return Loses("the rule of schemes", c => c with { SchemesWithoutDot = false });
        yield return Loses("that it is of the first party", c => c with { FirstParty = false });
        yield return Loses("the format of access tokens", c => c with { AccessTokenFormat = null });
        yield return Loses("that access tokens are opaque",
            c => c with { AccessTokenFormat = c.AccessTokenFormat == AccessTokenFormat.Opaque ? null : c.AccessTokenFormat });
        yield return Loses("the algorithm of signed introspection answers", c => c with { IntrospectionSignedResponseAlg = null });
        yield return Loses("the keys", c => c with { Jwks = null });
        yield return Loses("the address of the keys", c => c with { JwksUri = null });
        yield return Loses("the algorithm of assertions", c => c with { TokenEndpointAuthSigningAlg = null });
        yield return Loses("the rule of audiences", c => c with { AcceptsEndpointAudience = false });
        yield return Loses("the name in the certificate", c => c with { TlsClientAuth = null });
        yield return Loses("the kind of the name in the certificate", c => c with
        {
            TlsClientAuth = c.TlsClientAuth is null ? null : c.TlsClientAuth with { Kind = CertificateSubjectKind.DistinguishedName },
        });
        yield return Loses("that its tokens are bound to a certificate", c => c with { TlsClientCertificateBoundAccessTokens = false });
        yield return Loses("that its tokens are bound to a key", c => c with { DPoPBoundAccessTokens = false });
        yield return Loses("that it must push requests", c => c with { RequirePushedAuthorizationRequests = false });
        yield return Loses("that it must sign requests", c => c with { RequireSignedRequestObject = false });
        yield return Loses("the algorithm of request objects", c => c with { RequestObjectSigningAlg = null });
        yield return Loses("the second redirect URI", c => c with { RedirectUris = [.. c.RedirectUris.Take(1)] });
        yield return Loses("the order of the redirect URIs",
            c => c with { RedirectUris = [.. c.RedirectUris.Order(StringComparer.Ordinal)] });
        yield return Loses("redirect URIs with a comma", c => c with { RedirectUris = [.. string.Join(',', c.RedirectUris).Split(',')] });
        yield return Loses("the second grant type", c => c with { GrantTypes = [.. c.GrantTypes.Take(1)] });
        yield return Loses("the case of the scope", c => c with { Scope = Scope.Of(c.Scope.Select(s => s.ToLowerInvariant())) });

        static WrongModel Loses(string what, Func<Client, Client> alter) =>
            new($"loses {what} of a client", By, (inner, _) => new AlteredModel(inner) { FoundClient = alter });
    }
}
