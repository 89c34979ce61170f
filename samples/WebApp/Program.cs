// A web application whose users sign in at the authorization server, with the handler of Microsoft.
// dotnet run --project samples/WebApp -- 5081 --Authority http://127.0.0.1:5000 --ClientSecret SECRET
using System.Net;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using WebApp;

var address = $"http://127.0.0.1:{(args is [var port, ..] && int.TryParse(port, out _) ? port : "5081")}";
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls(address);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
SignIn.Add(
    builder.Services,
    builder.Configuration["Authority"] ?? "http://127.0.0.1:5000",
    builder.Configuration["ClientId"] ?? "web-app",
    builder.Configuration["ClientSecret"] ?? throw new InvalidOperationException("ClientSecret is missing: see README.md."));
builder.Services.AddAuthorization().AddAntiforgery();

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/", (ClaimsPrincipal user) => Page(user.Identity?.Name is { } name
    ? $"""<p>Signed in as <strong>{Text(name)}</strong>.</p><p><a href="/profile">Your claims</a></p>"""
    : """<p>Signed out.</p><p><a href="/profile">Sign in</a></p>"""));

// A page for users who are signed in: the handler sends the others to the authorization server.
app.MapGet("/profile", async (HttpContext http, IAntiforgery forms) =>
{
    var claims = string.Concat(http.User.Claims.Select(claim => $"<dt>{Text(claim.Type)}</dt><dd>{Text(claim.Value)}</dd>"));
    var tokens = forms.GetAndStoreTokens(http);
    return Page($"""
        <dl>{claims}</dl><p>The access token expires at <time>{Text(await http.GetTokenAsync("expires_at") ?? "")}</time>.</p>
        <form method="post" action="/sign-out">
        <input type="hidden" name="{Text(tokens.FormFieldName)}" value="{Text(tokens.RequestToken ?? "")}">
        <button>Sign out</button></form>
        """);
}).RequireAuthorization();

// Signs the user out here, and at the authorization server. A page of another site cannot send this form.
app.MapPost("/sign-out", async (HttpContext http, IAntiforgery forms) =>
{
    await forms.ValidateRequestAsync(http);
    return Results.SignOut(
        new() { RedirectUri = "/" },
        [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]);
});

await app.StartAsync();
Console.WriteLine($"WebApp serves {address}");
await app.WaitForShutdownAsync();

static string Text(string text) => WebUtility.HtmlEncode(text);

static IResult Page(string body) => Results.Text(
    $"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Web application</title><h1>Web application</h1>{body}</html>""",
    "text/html", Encoding.UTF8);
