using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.Testing.Tests;

/// <summary>An application with a cookie sign-in, a consent page, an API and the OAuth server.</summary>
internal sealed class PhotoApplication : IAsyncDisposable
{
    private const string SignInForm =
        """<form method="post"><input name="username"><input name="password" type="password"><button>Sign in</button></form>""";

    private readonly WebApplication _app;

    private PhotoApplication(WebApplication app, FakeTimeProvider clock)
    {
        _app = app;
        Clock = clock;
    }

    public FakeTimeProvider Clock { get; }

    public HttpClient CreateClient()
    {
        var client = _app.GetTestServer().CreateClient();
        client.BaseAddress = new("https://photos.example.com");
        return client;
    }

    public static async Task<PhotoApplication> StartAsync()
    {
        var clock = new FakeTimeProvider(ModelContract.Start);
        var model = new InMemoryModel(clock);
        model.AddUser("alice", "wonderland");
        model.AddClient(new()
        {
            Id = "app",
            Type = ClientType.Public,
            GrantTypes = ["authorization_code", "refresh_token"],
            RedirectUris = ["https://client.example.com/callback"],
            Scope = Scope.Of("photos.read", "photos.write"),
        });
        var job = new Client
        {
            Id = "job & co",
            Type = ClientType.Confidential,
            GrantTypes = ["client_credentials", "password"],
            Scope = Scope.Of("photos.read"),
        };
        model.AddClient(job, "a secret: of + many %41 random bits");

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddDataProtection();
        builder.Services.AddOAuth2Server(model, o => o.Issuer = "https://photos.example.com")
            .AddAuthorizationCode().AddRefreshToken().AddClientCredentials().AddPassword();
        builder.Services.AddAuthentication("cookie").AddCookie("cookie", o => o.LoginPath = "/login").AddOAuth2Bearer();
        builder.Services.AddAuthorization();

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapOAuth2Server();
        app.MapGet("/photos", () => "a photo").RequireScope("photos.read");
        MapPages(app, model);
        await app.StartAsync();
        return new(app, clock);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void MapPages(WebApplication app, InMemoryModel model)
    {
        app.MapGet("/login", () => Page("""<h1>Sign in</h1><form><input name="q"></form>""" + SignInForm));
        app.MapPost("/login", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            var context = new TestOAuthRequest().At(ModelContract.Start);
            var client = new Client { Id = "", Type = ClientType.Public };
            var user = await model.GetUserAsync(form["username"]!, new(form["password"]!), client, context, default);
            if (user is null) return Page("<p>Name or password is wrong.</p>" + SignInForm);
            await http.SignInAsync("cookie", new(new ClaimsIdentity([new("sub", user.Id)], "password")));
            return Results.Redirect(http.Request.Query["ReturnUrl"]!);
        });
        app.MapGet("/consent", async (HttpContext http, ConsentInteraction consent) =>
            (await consent.OpenAsync(http)).IsError(out _, out var prompt)
            ? Page("<p>Start again at the application.</p>")
            : Page($"""
                <h1>{prompt.ClientName} requests access</h1>
                <form method="post" action="/consent">
                  <input type="hidden" name="ticket" value="{WebUtility.HtmlEncode(prompt.Ticket)}">
                  {string.Concat(prompt.Scope.Select(name => $"<input type='checkbox' name='scope' value='{name}' checked>"))}
                  <button name="answer" value="deny">Deny</button> <button name="answer" value="allow">Allow</button>
                </form>
                """));
        app.MapPost("/consent", async (HttpContext http, ConsentInteraction consent) =>
        {
            if ((await consent.OpenAsync(http)).IsError(out _, out var prompt)) return Results.BadRequest();
            var form = await http.Request.ReadFormAsync();
            return form["answer"] == "allow" ? await prompt.AllowAsync(Scope.Of(form["scope"].OfType<string>())) : await prompt.DenyAsync();
        });
    }

    private static IResult Page(string body) => Results.Content("<!doctype html><title>Photos</title>" + body, "text/html");
}
