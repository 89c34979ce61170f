using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>The authorization endpoint on ASP.NET Core: validate, sign in, ask for consent, complete.</summary>
internal static class AuthorizationEndpointDelegate
{
    /// <summary>The sealed request travels in a URL, and servers cut those off at 8 KiB.</summary>
    private const int MaxLength = 4096;

    internal static async Task HandleAsync(HttpContext http)
    {
        var server = http.RequestServices.GetRequiredService<AuthorizationServer>();
        var options = http.RequestServices.GetRequiredService<IOptions<OAuth2AspNetCoreOptions>>().Value;
        var request = await ReadAsync(http);

        var step = await server.AuthorizeAsync(request, http.RequestAborted);
        if (!step.IsValid(out var valid, out var response)) await new OAuthResult(response).ExecuteAsync(http);
        else if (await options.SignedInAsync(http) is not { } user) await SignInAsync(http, request, options);
        else if (await IsRememberedAsync(http, valid, user)) await new OAuthResult(await server.CompleteAsync(valid, new Decision.Allowed(user, valid.Scope), http.RequestAborted)).ExecuteAsync(http);
        else AskForConsent(http, request, user, options);
    }

    private static async ValueTask<HttpContextRequest> ReadAsync(HttpContext http)
    {
        var request = await HttpContextRequest.ReadAsync(http);
        return request.Parameters.Sum(p => p.Key.Length + p.Value.Length) <= MaxLength
            ? request
            : new(http, RequestParameters.Refused(OAuthError.InvalidRequest($"The authorization request is longer than {MaxLength} characters.")));
    }

    private static Task SignInAsync(HttpContext http, HttpContextRequest request, OAuth2AspNetCoreOptions options)
    {
        var self = http.Request.PathBase + http.Request.Path + "?" + request.Parameters.ToQuery();
        // A POST from another site carries no SameSite=Lax cookie; the GET that it is turned into does.
        if (HttpMethods.IsPost(http.Request.Method))
        {
            SeeOther(http, self);
            return Task.CompletedTask;
        }
        return http.ChallengeAsync(options.LoginScheme, new AuthenticationProperties { RedirectUri = self });
    }

    private static async ValueTask<bool> IsRememberedAsync(HttpContext http, AuthorizationRequest request, User user)
    {
        if (!ConsentInteraction.MayBeRemembered(request) || http.RequestServices.GetService<IConsentModel>() is not { } consents) return false;
        try
        {
            return await consents.GetConsentAsync(request.Issuer, user.Id, request.Client.Id, http.RequestAborted) is { } given && given.Scope.Contains(request.Scope);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            http.RequestServices.GetRequiredService<ILogger<ConsentInteraction>>().ConsentFailed(e, request.Client.Id);
            return false;
        }
    }

    private static void AskForConsent(HttpContext http, HttpContextRequest request, User user, OAuth2AspNetCoreOptions options)
    {
        var ticket = http.RequestServices.GetRequiredService<ConsentTickets>().Seal(request, user);
        SeeOther(http, $"{http.Request.PathBase}{options.ConsentPath}?{UserTickets.Field}={Uri.EscapeDataString(ticket)}");
    }

    private static void SeeOther(HttpContext http, string location)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = location;
        http.Response.Headers.CacheControl = "no-store";
    }
}
