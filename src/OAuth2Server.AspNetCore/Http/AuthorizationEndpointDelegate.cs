using System.Buffers.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OAuth2Server.AspNetCore;

/// <summary>The authorization endpoint on ASP.NET Core: validate, sign in, ask for consent, complete.</summary>
internal static class AuthorizationEndpointDelegate
{
    /// <summary>Servers refuse URLs of more than 8 KiB. The request travels in two: the sign-in page gets it escaped a second time, the
    /// consent page in a sealed ticket.</summary>
    private const int MaxLength = 7000;

    internal static async Task HandleAsync(HttpContext http)
    {
        var server = http.RequestServices.GetRequiredService<AuthorizationServer>();
        var options = http.RequestServices.GetRequiredService<IOptions<OAuth2AspNetCoreOptions>>().Value;
        var context = await HttpContextRequest.ReadAsync(http);
        var step = await server.AuthorizeAsync(context, http.RequestAborted);
        if (!step.IsValid(out var request, out var response))
        {
            await OAuthResult.SendAsync(response, http);
            return;
        }
        var resumption = SignInTickets.Resumption(request, context);
        // The client gets the error, and not the user (RFC 6749 §4.1.2.1): a page could not do anything about it.
        if (!Travels(request, resumption)) await RefuseAsync(http, request, TooLong);
        else await AskAsync(http, request, resumption, context.Now, options);
    }

    private static async Task AskAsync(
        HttpContext http, AuthorizationRequest request, RequestParameters resumption, DateTimeOffset now, OAuth2AspNetCoreOptions options)
    {
        var signedIn = await options.SignedInAsync(http);
        var tickets = http.RequestServices.GetRequiredService<SignInTickets>();
        // A client that the user allowed nothing must not learn by a hint which user is signed in: each user gets the same answer.
        if (signedIn is not null && request.Interaction is { WithoutPages: true, Accepts: not null }
            && !(await FindConsentAsync(http, request, signedIn.User)).IsComplete)
        {
            await RefuseAsync(http, request, NoConsent);
            return;
        }
        switch (SignInDemand.Of(request, signedIn, tickets.Open(http, resumption), now))
        {
            // A POST from another site carries no SameSite=Lax cookie; the GET that the browser sends after the redirect does.
            case SignInDemand.Answer.SignIn when HttpMethods.IsPost(http.Request.Method):
                SeeOther(http, UrlOf(http, resumption));
                return;
            case SignInDemand.Answer.SignIn when request.Interaction.WithoutPages:
            case SignInDemand.Answer.Refuse:
                await RefuseAsync(http, request, SignInDemand.Refusal(request, signedIn));
                return;
            case SignInDemand.Answer.SignIn:
                await SignInAsync(http, request, resumption, signedIn, options);
                return;
        }
        var remembered = await FindConsentAsync(http, request, signedIn!.User);
        if (remembered.IsComplete
            && await CompleteSilentlyAsync(http, request, signedIn.Allow(request.Scope, remembered.ToSaveWith)) is { } completed)
            await OAuthResult.SendAsync(completed, http);
        else if (request.Interaction.WithoutPages)
            await RefuseAsync(http, request, NoConsent);
        // A complete consent that was changed meanwhile counts no more: all of the request is asked for.
        else AskForConsent(http, request, remembered.IsComplete ? Scope.Empty : remembered.GrantedScope, resumption, signedIn, options);
    }

    private static Task SignInAsync(
        HttpContext http, AuthorizationRequest request, RequestParameters resumption, SignedIn? signedIn, OAuth2AspNetCoreOptions options)
    {
        // A first sign-in needs no ticket, unless the request asks for a new one.
        var isForNew = SignInDemand.IsForNewSignIn(request, signedIn);
        var tickets = http.RequestServices.GetRequiredService<SignInTickets>();
        var parameters = isForNew ? tickets.Add(http, request, signedIn) : resumption;
        var properties = new AuthenticationProperties { RedirectUri = UrlOf(http, parameters) };
        // Where the sign-in page is that of another OpenID provider, its handler sends these on.
        if (isForNew && signedIn is not null) properties.SetParameter("prompt", "login");
        if (request.Interaction.MaxAge is { } age) properties.SetParameter<TimeSpan?>("max_age", age);
        return http.ChallengeAsync(options.LoginScheme, properties);
    }

    private static bool Travels(AuthorizationRequest request, RequestParameters parameters)
    {
        // A character has at most three bytes, and each of them at most five characters after it was escaped twice. Most requests are
        // short enough for this, and need no text to be written.
        var most = 15 * SealedLength(request);
        // What this server added after the first look is not counted: the rest was short enough then.
        if (parameters[SignInTickets.Parameter] is not null)
            parameters = RequestParameters.Of(parameters.Where(pair => pair.Key != SignInTickets.Parameter));
        foreach (var (name, value) in parameters) most += (15 * (name.Length + value.Length)) + 6;
        if (most <= MaxLength) return true;

        var query = parameters.ToQuery();
        return Base64Url.GetEncodedLength(query.Length + SealedLength(request)) <= MaxLength
            && Uri.EscapeDataString(query).Length <= MaxLength;
    }

    // What the consent page shows of a request that the browser does not bring itself, and a mark for each scope; it is in the sealed
    // ticket.
    private static int SealedLength(AuthorizationRequest request) => ReferenceEquals(request.ToResume, request.Parameters)
        ? request.Scope.Count
        : request.Scope.Count + request.Scope.ToString().Length + request.RedirectUri.Length
            + request.Resources.Sum(resource => resource.Length + 1);

    private static OAuthError NoConsent => OAuthError.ConsentRequired("The resource owner must consent, and prompt is none.");

    private static OAuthError TooLong =>
        OAuthError.InvalidRequest($"The authorization request makes a URL of more than {MaxLength} characters.");

    // Null when the consent was withdrawn or changed since it was read: then the user is asked.
    private static async ValueTask<OAuthResponse?> CompleteSilentlyAsync(
        HttpContext http, AuthorizationRequest request, Decision.Allowed decision)
    {
        var response = await CompleteAsync(http, request, decision);
        return decision.Consent is not null && response.Error?.Code == "consent_required" ? null : response;
    }

    private static async Task RefuseAsync(HttpContext http, AuthorizationRequest request, OAuthError error) =>
        await OAuthResult.SendAsync(await CompleteAsync(http, request, new Decision.Refused(error)), http);

    private static ValueTask<OAuthResponse> CompleteAsync(HttpContext http, AuthorizationRequest request, Decision decision) =>
        http.RequestServices.GetRequiredService<AuthorizationServer>()
            .CompleteAsync(request, decision, http.GetOAuthContext(), http.RequestAborted);

    private static string UrlOf(HttpContext http, RequestParameters parameters) =>
        http.Request.PathBase + http.Request.Path + "?" + parameters.ToQuery();

    private static ValueTask<RememberedConsent> FindConsentAsync(HttpContext http, AuthorizationRequest request, User user) =>
        http.RequestServices.GetRequiredService<RememberedConsents>().FindAsync(request, user, http.RequestAborted);

    private static void AskForConsent(
        HttpContext http, AuthorizationRequest request, Scope granted, RequestParameters resumption, SignedIn signedIn,
        OAuth2AspNetCoreOptions options)
    {
        var ticket = http.RequestServices.GetRequiredService<ConsentTickets>().Seal(
            request, granted, resumption, http.Request.Path.ToUriComponent(), signedIn);
        SeeOther(http, $"{http.Request.PathBase}{options.ConsentPath}?{UserTickets.Field}={Uri.EscapeDataString(ticket)}");
    }

    private static void SeeOther(HttpContext http, string location)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = location;
        http.Response.Headers.CacheControl = "no-store";
    }
}
