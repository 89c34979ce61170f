using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OAuth2Server.OpenIdConnect;

namespace OAuth2Server.AspNetCore;

/// <summary>The end-session endpoint on ASP.NET Core: validate, then end the session or ask the user.</summary>
internal static class EndSessionDelegate
{
    // Servers refuse URLs of more than 8 KiB.
    private const int MaxLength = 7000;

    internal static async Task HandleAsync(HttpContext http)
    {
        var context = await HttpContextRequest.ReadAsync(http);
        var server = http.RequestServices.GetRequiredService<AuthorizationServer>();
        var response = await server.HandleAsync(EndSessionEndpoint.EndpointName, context, http.RequestAborted);
        if (LogoutRequest.Of(context) is not { } request)
        {
            // A failure of the model is a page too: a user reads it.
            var page = response.Error is { } error ? ErrorPage.For(error, context.CorrelationId) : response;
            await OAuthResult.SendAsync(page, http);
            return;
        }
        // A POST from another site carries no SameSite=Lax cookie; the GET that the browser sends after the redirect does.
        if (HttpMethods.IsPost(http.Request.Method) && !await IsSignedInAsync(http))
        {
            var query = context.Parameters.ToQuery();
            if (query.Length <= MaxLength) await new SeeOther($"{http.Request.PathBase}{http.Request.Path}?{query}").ExecuteAsync(http);
            else await OAuthResult.SendAsync(ErrorPage.For(TooLong, context.CorrelationId), http);
            return;
        }
        var answer = await http.RequestServices.GetRequiredService<LogoutInteraction>().AnswerAsync(http, request);
        await answer.ExecuteAsync(http);
    }

    private static OAuthError TooLong =>
        OAuthError.InvalidRequest($"The logout request makes a URL of more than {MaxLength} characters.");

    private static async ValueTask<bool> IsSignedInAsync(HttpContext http) =>
        await http.RequestServices.GetRequiredService<IOptions<OAuth2AspNetCoreOptions>>().Value.SignedInAsync(http) is not null;
}
