using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OAuth2Server.LoadBenchmark;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace OpenIddictPeer;

internal static class Endpoints
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    internal static bool HasScope(ClaimsPrincipal caller) => caller.HasScope(Fixture.ReadScope);

    internal static async Task<IResult> AuthorizeAsync(
        HttpContext http, IOpenIddictApplicationManager applications, IOpenIddictAuthorizationManager authorizations)
    {
        var request = RequestOf(http);
        if (http.Request.Headers[Fixture.UserHeader] is not [{ Length: > 0 } user]) return Results.Unauthorized();

        var application = await applications.FindByClientIdAsync(request.ClientId!);
        var consent = await ConsentAsync(authorizations, user, (await applications.GetIdAsync(application!))!, request.GetScopes());
        if (consent is null) return Results.StatusCode(StatusCodes.Status403Forbidden);

        // It issues refresh tokens for this scope only.
        var identity = IdentityOf(user, [.. request.GetScopes(), Scopes.OfflineAccess]);
        identity.SetAuthorizationId(await authorizations.GetIdAsync(consent));
        return SignIn(identity);
    }

    internal static async Task<IResult> TokenAsync(HttpContext http)
    {
        var request = RequestOf(http);
        if (request.IsClientCredentialsGrantType()) return SignIn(IdentityOf(request.ClientId!, request.GetScopes()));
        var before = await http.AuthenticateAsync(Scheme);
        return Results.SignIn(before.Principal!, null, Scheme);
    }

    private static async Task<object?> ConsentAsync(
        IOpenIddictAuthorizationManager authorizations, string user, string application, ImmutableArray<string> scopes)
    {
        var consents = authorizations.FindAsync(user, application, Statuses.Valid, AuthorizationTypes.Permanent, scopes);
        await foreach (var consent in consents) return consent;
        return null;
    }

    private static OpenIddictRequest RequestOf(HttpContext http) =>
        http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("This is not a request of OpenIddict.");

    private static ClaimsIdentity IdentityOf(string subject, ImmutableArray<string> scopes)
    {
        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject);
        identity.SetScopes(scopes);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return identity;
    }

    private static IResult SignIn(ClaimsIdentity identity) => Results.SignIn(new(identity), null, Scheme);
}
