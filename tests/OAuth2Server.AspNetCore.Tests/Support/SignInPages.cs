using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace OAuth2Server.AspNetCore.Tests.Support;

/// <summary>The pages that an application brings itself, as short as can be: whoever says who he is, is he.</summary>
internal static class SignInPages
{
    internal static void Map(WebApplication app)
    {
        app.MapGet("/login", () => Results.Text("Who are you?"));
        app.MapPost("/login", SignInAsync);
        app.MapGet("/consent", ShowAsync);
        app.MapPost("/consent", AnswerAsync);
        app.MapGet("/device", FindDeviceAsync);
        app.MapPost("/device", AnswerDeviceAsync);
    }

    private static async Task SignInAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, form["username"]!)], CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(new ClaimsPrincipal(identity));
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = http.Request.Query["ReturnUrl"];
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ConsentInteraction consent) =>
        await consent.ReadAsync(http) is { } asked ? Results.Text($"{asked.Client.Id} wants {asked.Scope}") : Results.BadRequest();

    /// <summary>Shows the ticket and nothing else.</summary>
    private static async Task<IResult> FindDeviceAsync(HttpContext http, DeviceInteraction device) =>
        (await device.FindAsync(http, http.Request.Query["user_code"].ToString())).IsError(out var error, out var prompt) ? Said(error) : Results.Text(prompt.Ticket);

    private static async Task<IResult> AnswerDeviceAsync(HttpContext http, DeviceInteraction device)
    {
        var form = await http.Request.ReadFormAsync();
        return Said(form["answer"] == "allow" ? await device.AllowAsync(http, form["scope"] is [{ } scope] ? Scope.Parse(scope) : null) : await device.DenyAsync(http));
    }

    private static IResult Said(OAuthError? error) => Results.Text(error?.Code ?? "", statusCode: error?.Status ?? 200);

    private static async Task<IResult> AnswerAsync(HttpContext http, ConsentInteraction consent)
    {
        var form = await http.Request.ReadFormAsync();
        if (form["answer"] == "deny") return await consent.DenyAsync(http);
        if (await consent.ReadAsync(http) is not { } asked) return Results.BadRequest();
        return await consent.AllowAsync(http, form["scope"] is [{ } scope] ? Scope.Parse(scope) : asked.Scope, form["remember"] == "yes");
    }
}
