using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OAuth2Server;
using OAuth2Server.AspNetCore;

namespace Snippets;

internal static class Integration
{
    internal static void Run(string[] args)
    {
        // snippet: integration
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOAuth2Server<MyModel>(o => o.Issuer = "https://auth.example.com")
            .AddAuthorizationCode().AddRefreshToken().AddClientCredentials();
        builder.Services.AddAuthentication("cookie").AddCookie("cookie").AddOAuth2Bearer();

        var app = builder.Build();
        app.MapOAuth2Server();                       // /oauth2/authorize, /oauth2/token and the others
        app.MapGet("/photos", () => "three photos").RequireScope("photos.read");
        app.Run();
        // end-snippet
    }

    internal static void Configure(WebApplicationBuilder builder, InMemoryModel model)
    {
        // snippet: options
        builder.Services.AddOAuth2Server<MyModel>()
            .BindOptions(builder.Configuration.GetSection("OAuth2"))
            .AddClientCredentials();
        // end-snippet

        // snippet: events
        builder.Services.AddOAuth2Server<MyModel>(o => o.Issuer = "https://auth.example.com")
            .AddAuthorizationCode()
            .AddEvents<Alarms>();                    // the lifetime of the server: scoped by default
        builder.Services.AddSingleton<IOAuthEvents, Alarms>();
        // end-snippet

        // snippet: cors
        builder.Services.AddCors(o => o.AddPolicy("partners", p => p.WithOrigins("https://partner.example.com")));
        var app = builder.Build();
        app.UseCors();                               // without a policy: each endpoint names its own
        app.MapGet("/photos", () => "three photos").RequireCors("partners");
        app.MapOAuth2Server();
        // end-snippet

        // snippet: login
        builder.Services.Configure<OAuth2AspNetCoreOptions>(o =>
        {
            o.LoginScheme = "cookie";
            o.ConsentPath = "/account/consent";
            o.ConsentLifetime = TimeSpan.FromMinutes(5);
            o.User = principal => principal.FindFirst("employee_id") is { } id ? new User(id.Value) : null;
        });
        // end-snippet

        // snippet: bearer
        builder.Services.AddAuthentication("cookie").AddCookie("cookie").AddOAuth2Bearer(o =>
        {
            o.Resource = "https://api.example.com";  // accepts tokens for this resource and tokens without a resource
        });
        // end-snippet

        // snippet: policies
        builder.Services.AddOAuth2Server(model, o => o.Issuer = "https://auth.example.com")
            .AddAuthorizationCode()
            .AddPolicy<IRedirectUriPolicy, NoPlainHttp>()
            .AddPolicy<IScopeVerifier, AnyOfTheScopes>();
        // end-snippet
    }

    internal static void ResourceServer(OAuth2ServerOptions o)
    {
        // snippet: resource-server
        o.Resources = [new() { Resource = "https://photos.example.com", Scopes = ["photos.read"], ClientId = "photos-api" }];
        // end-snippet
    }

    internal static void Proxy(WebApplicationBuilder builder)
    {
        // snippet: proxy
        builder.Services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            o.KnownProxies.Add(System.Net.IPAddress.Parse("10.0.0.5"));
        });
        var app = builder.Build();
        app.UseForwardedHeaders();                   // before all middleware that reads the request
        app.MapOAuth2Server();
        // end-snippet
    }

    internal static async Task<IResult> SignInAsync(
        HttpContext http, string username, string password, BruteForceShield shield, IAttemptModel attempts, CancellationToken ct)
    {
        // snippet: guessing
        var outcome = await shield.VerifyPasswordAsync(
            username, http.Connection.RemoteIpAddress, ct => VerifyPasswordAsync(username, password, ct), attempts, ct);
        if (outcome.IsError(out var refused, out var isRight)) return Refuse(http, refused);  // 429 or 503, with Retry-After
        // end-snippet
        return isRight ? Results.LocalRedirect("/") : Results.BadRequest();
    }

    private static IResult Refuse(HttpContext http, OAuthError refused)
    {
        foreach (var (name, value) in refused.Headers) http.Response.Headers.Append(name, value);
        return Results.StatusCode(refused.Status);
    }

    private static ValueTask<bool> VerifyPasswordAsync(string username, string password, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return new(username.Length > 0 && password.Length > 0);
    }

    internal static void Map(WebApplication app)
    {
        // snippet: scopes
        app.MapGet("/photos", () => "three photos").RequireScope("photos.read");
        app.MapDelete("/photos/{id}", (int id) => TypedResults.NoContent()).RequireScope("photos.read", "photos.write");
        app.MapGet("/me", (HttpContext http) => http.Features.Get<AccessToken>()!.Authorization.Subject).RequireScope();
        // end-snippet

        // snippet: device
        app.MapGet("/device", async (HttpContext http, DeviceInteraction device, string? user_code) =>
        {
            if (user_code is null) return Pages.AskForTheCode();
            return (await device.FindAsync(http, user_code)).IsError(out var error, out var prompt)
                ? Pages.AskForTheCode(
                    error.Status == 429 ? "There were too many wrong codes. Wait and try again." : "The code is wrong or no longer valid.")
                : Pages.AllowDevice(prompt.Request, prompt.Ticket);
        }).RequireAuthorization();

        // The ticket stops forged forms, as on the consent page: it is for the signed-in user, and only that user's browser has it.
        app.MapPost("/device", async (HttpContext http, DeviceInteraction device) =>
        {
            if ((await device.OpenAsync(http)).IsError(out _, out var prompt))
                return Pages.AskForTheCode("The form is no longer valid. Type the code again.");
            var form = await http.Request.ReadFormAsync();
            var error = form["answer"] == "allow" ? await prompt.AllowAsync() : await prompt.DenyAsync();
            return error is null ? Pages.GoBackToTheDevice() : Pages.AskForTheCode("The time has expired. Start again on the device.");
        }).RequireAuthorization();
        // end-snippet

        // snippet: prefix
        app.MapOAuth2Server("/connect");             // /connect/authorize and /connect/token
        // end-snippet
    }
}

internal static class Pages
{
    internal static IResult AskForTheCode(string alarm = "") => Results.Text(alarm);

    internal static IResult AllowDevice(DeviceRequest request, string ticket) =>
        Results.Text($"{request.Client.DisplayName ?? request.Client.Id} {request.UserCode} {request.Scope} {ticket}");

    internal static IResult GoBackToTheDevice() => Results.Text("");
}
