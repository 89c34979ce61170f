using System.Net;
using System.Text;
using OAuth2Server;

/// <summary>
/// FOR THE SAMPLE ONLY: one page for both sign-in and consent, without a session. A real application has accounts, a password hasher,
/// a limit on attempts, and an antiforgery token in the consent form. This form needs none, because each answer needs the password
/// and an attacker who forges a form does not know it.
/// </summary>
internal sealed class SampleSignIn(AuthorizationServer server, SecretHash password)
{
    private static readonly User Alice = new("alice");

    /// <summary>The first step: shows the page if the request is valid; otherwise returns the error page or the redirect.</summary>
    internal async ValueTask<OAuthResponse> AskAsync(OAuthRequest request)
    {
        var step = await server.AuthorizeAsync(request);
        return step.IsValid(out var valid, out var response) ? Page(valid) : response;
    }

    /// <summary>The second step: validates the same request again and completes it with the answer of the user.</summary>
    // snippet: decide
    internal async ValueTask<OAuthResponse> DecideAsync(OAuthRequest form)
    {
        if (form.Method != "POST" || form["username"] != Alice.Id || !password.Equals(SecretHash.Of(form["password"])))
            return new(403, [], default);

        // The parameters of the authorization request take the place of the form's own.
        var context = server.Begin(form);
        context.UseParameters(RequestParameters.FromQuery(form["request"]));
        var step = await server.AuthorizeAsync(context);
        if (!step.IsValid(out var valid, out var response)) return response;
        Decision decision = form["answer"] == "allow" ? new Decision.Allowed(Alice, valid.Scope) : new Decision.Denied();
        return await server.CompleteAsync(valid, decision, context);
    }
    // end-snippet

    private static OAuthResponse Page(AuthorizationRequest request) => new(200,
        [
            new("Content-Type", "text/html; charset=utf-8"),
            new("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
            new("Cache-Control", "no-store"),
            new("Referrer-Policy", "no-referrer"),
        ],
        Encoding.UTF8.GetBytes($"""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>NoAspNetCore sample</title>
            <h1>Allow {WebUtility.HtmlEncode(request.Client.Id)}?</h1>
            <p>It asks for: {WebUtility.HtmlEncode(request.Scope.ToString())}</p>
            <form method="post" action="/decide">
              <input type="hidden" name="request" value="{WebUtility.HtmlEncode(request.ToResume.ToQuery())}">
              <p><label>Name <input name="username"></label></p>
              <p><label>Password <input name="password" type="password"></label></p>
              <button name="answer" value="allow">Allow</button>
              <button name="answer" value="deny">Deny</button>
            </form></html>
            """));
}
