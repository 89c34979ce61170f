using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace OAuth2Server.AspNetCore.Tests.Support;

/// <summary>The pages of an application, as short as possible: the name that is typed is the user who is signed in.</summary>
internal static class SignInPages
{
    internal static void Map(WebApplication app)
    {
        app.MapGet("/login", () => Results.Text("Who are you?"));
        app.MapPost("/login", SignInAsync);
        app.MapGet("/consent", ShowAsync);
        app.MapPost("/consent", AnswerAsync);
        app.Map("/again", StartAgainAsync);
        app.MapGet("/device", FindDeviceAsync);
        app.MapPost("/device", AnswerDeviceAsync);
    }

    private static async Task SignInAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var name = new Claim(ClaimTypes.NameIdentifier, form["username"]!);
        Claim[] session = form["session"] is [{ } id] ? [new("sid", id)] : [];
        var told = form.Where(field => field.Key is "auth_time" or "acr" or "amr").Select(field => new Claim(field.Key, field.Value!));
        var identity = new ClaimsIdentity([name, .. session, .. told], CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(new ClaimsPrincipal(identity));
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = http.Request.Query["ReturnUrl"];
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ConsentInteraction consent) =>
        (await consent.OpenAsync(http)).IsError(out _, out var prompt)
            ? Results.BadRequest()
            : Results.Text($"{prompt.ClientId} wants {string.Join(" at ", [prompt.Scope.ToString(), .. prompt.Resources])}"
                + string.Concat(prompt.AuthorizationDetailsTexts.Select(text => "; " + text)));

    private static async Task<IResult> AnswerAsync(HttpContext http, ConsentInteraction consent)
    {
        var form = await http.Request.ReadFormAsync();
        if ((await consent.OpenAsync(http)).IsError(out _, out var prompt)) return Results.BadRequest();
        return form["answer"] == "deny" ? await prompt.DenyAsync() : await prompt.AllowAsync(ScopeOf(form), form["remember"] == "yes");
    }

    private static async Task<IResult> StartAgainAsync(HttpContext http, ConsentInteraction consent) =>
        await consent.RequestAsync(http) is { } request
            ? Results.Redirect("/oauth2/authorize?" + request.ToQuery())
            : Results.BadRequest();

    /// <summary>Shows the ticket and nothing else.</summary>
    private static async Task<IResult> FindDeviceAsync(HttpContext http, DeviceInteraction device) =>
        (await device.FindAsync(http, http.Request.Query["user_code"].ToString())).IsError(out var error, out var prompt)
            ? Outcome(error)
            : Results.Text(prompt.Ticket);

    private static async Task<IResult> AnswerDeviceAsync(HttpContext http, DeviceInteraction device)
    {
        var form = await http.Request.ReadFormAsync();
        if ((await device.OpenAsync(http)).IsError(out var error, out var prompt)) return Outcome(error);
        return Outcome(form["answer"] == "allow" ? await prompt.AllowAsync(ScopeOf(form)) : await prompt.DenyAsync());
    }

    private static Scope? ScopeOf(IFormCollection form) => form["scope"] is [{ } scope] ? Scope.Parse(scope) : null;

    private static IResult Outcome(OAuthError? error) => Results.Text(error?.Code ?? "", statusCode: error?.Status ?? 200);
}
