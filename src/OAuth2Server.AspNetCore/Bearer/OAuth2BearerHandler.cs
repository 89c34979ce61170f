using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Authenticates requests by their bearer token (RFC 6750), for the authentication and authorization of ASP.NET Core.</summary>
internal sealed class OAuth2BearerHandler(IOptionsMonitor<OAuth2BearerOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<OAuth2BearerOptions>(options, logger, encoder)
{
    private ResourceServer Server => Context.RequestServices.GetService<ResourceServer>()
        ?? throw new InvalidOperationException("AddOAuth2Bearer needs AddOAuth2Server with a model that implements IAccessTokenModel.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var context = Context.GetOAuthContext();
        if (Options.AllowFormParameter) await ReadFormAsync((HttpContextRequest)context.Request);
        var outcome = await Server.AuthenticateAsync(context, Scope.Empty, Options.Resource, Context.RequestAborted);
        if (outcome.IsError(out var error, out var token))
        {
            Context.Features.Set(new Refusal(error));
            return error.Code.Length == 0 ? AuthenticateResult.NoResult() : AuthenticateResult.Fail(error.Description);
        }
        Context.Features.Set(token);
        return AuthenticateResult.Success(new(PrincipalOf(token), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        await RefuseAsync(StatusCodes.Status401Unauthorized);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => RefuseAsync(StatusCodes.Status403Forbidden);

    private Task RefuseAsync(int otherwise)
    {
        if (Context.Features.Get<Refusal>() is { Error: var error })
            return OAuthResult.SendAsync(ResourceServer.Refuse(error, Context.GetOAuthContext().Request), Context);
        // A policy of the application's own refused a valid token.
        Response.StatusCode = otherwise;
        return Task.CompletedTask;
    }

    private async ValueTask ReadFormAsync(HttpContextRequest request)
    {
        if (!FormReader.IsUrlEncoded(Context) || await FormReader.OrNullAsync(Context) is not { } form) return;
        request.Read = RequestParameters.Of(form["access_token"].Select(value => KeyValuePair.Create("access_token", value ?? "")));
    }

    private ClaimsPrincipal PrincipalOf(AccessToken token)
    {
        var identity = new ClaimsIdentity(Scheme.Name, nameType: "sub", roleType: null);
        if (token.Authorization.Subject is { } subject) identity.AddClaim(new("sub", subject));
        identity.AddClaim(new("client_id", token.Authorization.ClientId));
        foreach (var name in token.Scope) identity.AddClaim(new("scope", name));
        return new(identity);
    }

    /// <summary>Why the request was refused, kept for the answer.</summary>
    internal sealed record Refusal(OAuthError Error);
}

/// <summary>Calls the resource server, which calls the scope policy.</summary>
internal sealed class ScopeRequirementHandler(IOptionsMonitor<OAuth2BearerOptions> options) : AuthorizationHandler<ScopeRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (context.Resource is not HttpContext http || http.Features.Get<AccessToken>() is not { } token) return;

        // Not in the constructor: every policy of the application makes every handler, and not every model has access tokens.
        var server = http.RequestServices.GetRequiredService<ResourceServer>();
        if (await server.VerifyScopeAsync(token, requirement.Scope, http.GetOAuthContext(), http.RequestAborted) is { } error)
        {
            http.Features.Set(new OAuth2BearerHandler.Refusal(error));
            return;
        }
        context.Succeed(requirement);

        var settings = options.Get(OAuth2BearerDefaults.AuthenticationScheme);
        if (settings.AddAcceptedScopesHeader) http.Response.Headers["X-Accepted-OAuth-Scopes"] = requirement.Scope.ToString();
        if (settings.AddAuthorizedScopesHeader) http.Response.Headers["X-OAuth-Scopes"] = token.Scope.ToString();
    }
}
