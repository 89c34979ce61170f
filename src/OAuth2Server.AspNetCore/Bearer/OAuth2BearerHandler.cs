using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>Authenticates requests by their bearer token (RFC 6750), for ASP.NET Core's authentication and authorization.</summary>
internal sealed class OAuth2BearerHandler(IOptionsMonitor<OAuth2BearerOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<OAuth2BearerOptions>(options, logger, encoder)
{
    private ResourceServer Server => Context.RequestServices.GetService<ResourceServer>()
        ?? throw new InvalidOperationException("AddOAuth2Bearer needs AddOAuth2Server with a model that implements IAccessTokenModel.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var request = new HttpContextRequest(Context, await FormAsync());
        if ((await Server.AuthenticateAsync(request, Scope.Empty, Options.Resource, Context.RequestAborted)).IsError(out var error, out var token))
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
            return new OAuthResult(ResourceServer.Refuse(error, new HttpContextRequest(Context, RequestParameters.Empty))).ExecuteAsync(Context);
        // A policy of the application's own said no to a good token.
        Response.StatusCode = otherwise;
        return Task.CompletedTask;
    }

    private async ValueTask<RequestParameters> FormAsync()
    {
        if (!Options.AllowFormParameter || !RequestForm.IsUrlEncoded(Context) || await RequestForm.OrNullAsync(Context) is not { } form) return RequestParameters.Empty;
        return RequestParameters.Of(form["access_token"].Select(value => KeyValuePair.Create("access_token", value ?? "")));
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
