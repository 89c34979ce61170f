// A server over a model of its own, with a cookie sign-in and a consent page.
// dotnet run --project samples/MinimalModel -- 5080
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OAuth2Server;
using OAuth2Server.AspNetCore;

var address = $"http://127.0.0.1:{(args is [var port, ..] ? port : "5080")}";
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls(address);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

// No secret is in the sources: the configuration may set both, otherwise they are new at each start.
var clientSecret = builder.Configuration["ClientSecret"] ?? RandomNumberGenerator.GetHexString(64, lowercase: true);
var password = builder.Configuration["Password"] ?? RandomNumberGenerator.GetHexString(32, lowercase: true);

// snippet: server
var client = new Client
{
    Id = "web",
    Type = ClientType.Confidential,
    GrantTypes = ["authorization_code", "refresh_token", "client_credentials", "password"],
    RedirectUris = ["http://127.0.0.1:9999/cb"],
    Scope = Scope.Of("photos.read", "photos.write"),
};
var model = new MinimalModel(client, SecretHash.Of(clientSecret), SecretHash.Of(password));
builder.Services.AddOAuth2Server(model, o => o.Issuer = address)
    .AddAuthorizationCode().AddRefreshToken().AddClientCredentials().AddPassword();
// end-snippet

builder.Services.AddAuthentication("cookie").AddCookie("cookie", o => o.LoginPath = "/login").AddOAuth2Bearer();
builder.Services.AddAntiforgery();

var app = builder.Build();
app.UseAntiforgery();
app.MapOAuth2Server();
app.MapGet("/photos", (ClaimsPrincipal caller) => new { Photos = 3, Of = caller.FindFirstValue("sub") })
    .RequireScope("photos.read");
app.MapPost("/photos", (ClaimsPrincipal caller) => new { Saved = true, By = caller.FindFirstValue("client_id") })
    .RequireScope("photos.write");

app.MapGet("/login", (HttpContext http, IAntiforgery forgery) => Pages.Login(http, forgery.GetAndStoreTokens(http)));
// Fields with [FromForm] need a valid antiforgery token: an attacker's page cannot sign a user in to the attacker's account.
app.MapPost("/login", async (
    HttpContext http, IAntiforgery forgery, [FromForm] string username, [FromForm(Name = "password")] string given, string? returnUrl) =>
{
    if (model.SignIn(username, new Secret(given)) is not { } user) return Pages.Login(http, forgery.GetAndStoreTokens(http), failed: true);
    await http.SignInAsync("cookie", new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user.Id)], "password")));
    return Pages.SeeOther(http, RedirectHttpResult.IsLocalUrl(returnUrl) ? returnUrl : "/photos");
});

// snippet: consent
app.MapGet("/consent", async (HttpContext http, ConsentInteraction consent) =>
    (await consent.OpenAsync(http)).IsError(out _, out var prompt) ? Results.BadRequest() : Pages.Consent(http, prompt));

// The ticket stops forged forms: it is for the signed-in user, and only that user's browser has it.
app.MapPost("/consent", async (HttpContext http, ConsentInteraction consent) =>
{
    if ((await consent.OpenAsync(http)).IsError(out _, out var prompt)) return Results.BadRequest();
    var form = await http.Request.ReadFormAsync();
    return form["answer"] == "allow" ? await prompt.AllowAsync() : await prompt.DenyAsync();
});
// end-snippet

await app.StartAsync();
Console.WriteLine($"""
    MinimalModel serves {address}
    client id:     {client.Id}
    client secret: {clientSecret}
    username:      alice
    password:      {password}
    """);
await app.WaitForShutdownAsync();
