using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebApp;

namespace OAuth2Server.Clients;

/// <summary>A web application whose users sign in at the authorization server, with the settings of samples/WebApp.</summary>
internal static class AspNetCoreOpenIdConnect
{
    private const string ClientId = "aspnetcore-openidconnect";

    internal static async Task CheckAsync(Library library)
    {
        var pushes = 0;
        await using var application = Build(() => pushes++);
        await application.StartAsync();
        var address = application.Urls.Single();

        var first = await library.CheckAsync("openid sign-in", "the form that the server sends signs the user in", async () =>
        {
            var user = await ReadAsync(address);
            Assert.Equal(Server.Issuer, user["iss of the ID token"]);
            return user;
        });
        await library.CheckAsync("proof pushed request", "the handler pushes its request, because the metadata has the endpoint", () =>
        {
            Assert.Equal(1, pushes);
            return Task.CompletedTask;
        });
        await library.CheckAsync("openid discovery", "the handler finds the endpoints", async () =>
        {
            var options = application.Services.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>()
                .Get(OpenIdConnectDefaults.AuthenticationScheme);
            var found = await options.ConfigurationManager!.GetConfigurationAsync(CancellationToken.None);
            Assert.Equal((Server.Issuer, Server.Issuer + "/oauth2/userinfo"), (found.Issuer, found.UserInfoEndpoint));
        });
        await library.CheckAsync("openid userinfo", "the user has the claims of UserInfo", () =>
        {
            Assert.Equal("alice", first["name"]);
            return Task.CompletedTask;
        });
        await library.CheckAsync("openid refresh", "the access token in the cookie is renewed", async () =>
        {
            var second = await ReadAsync(address);
            Assert.Equal(first["sub"], second["sub"]);
            Assert.NotEqual(first["access"], second["access"]);
            Assert.Equal(200, await UserInfoAsync(second["access"]!));
        });
        await library.CheckAsync("openid prompt=none", "a user who is signed in is renewed without a page, and no other user", async () =>
        {
            Assert.Equal(first["sub"], (await ReadAsync(address + "/renew"))["sub"]);
            var other = await Server.WalkAsync(address + "/renew");
            Assert.Contains("login_required", other.Text, StringComparison.Ordinal);
        });
        await library.CheckAsync("openid sign-in", "prompt=login asks for a new sign-in", async () =>
            Assert.Equal(1, (await Server.WalkAsync(address + "/again", session: ClientId)).Passwords));
        await library.CheckAsync("openid errors", "the application learns that the user denied", async () =>
        {
            var end = await Server.WalkAsync(address + "/ask", answer: "Deny", session: ClientId);
            Assert.EndsWith("/denied", new Uri(end.Url).AbsolutePath, StringComparison.Ordinal);
        });
        await library.CheckAsync("openid logout", "the user is signed out at both, and comes back", async () =>
        {
            var end = await Server.WalkAsync(address + "/sign-out", answer: "Sign out", session: ClientId);
            Assert.Equal(address + "/signed-out", end.Url);
            var renewal = await Server.WalkAsync(address + "/renew", session: ClientId);
            Assert.Contains("login_required", renewal.Text, StringComparison.Ordinal);
        });
    }

    private static async Task<Dictionary<string, string?>> ReadAsync(string url)
    {
        var text = (await Server.WalkAsync(url, session: ClientId)).Text;
        Assert.StartsWith("{", text, StringComparison.Ordinal);
        return JsonSerializer.Deserialize<Dictionary<string, string?>>(text)!;
    }

    private static async Task<int> UserInfoAsync(string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var response = await http.GetAsync(new Uri(Server.Issuer + "/oauth2/userinfo"));
        return (int)response.StatusCode;
    }

    private static WebApplication Build(Action pushed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("WEB_PORT") ?? "0"}");
        builder.Logging.ClearProviders();
        SignIn.Add(builder.Services, Server.Issuer, ClientId, Server.ClientSecret);
        builder.Services.PostConfigure<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme, options =>
        {
            options.AccessDeniedPath = "/denied";
            options.Events.OnPushAuthorization = _ =>
            {
                pushed();
                return Task.CompletedTask;
            };
            options.Events.OnRemoteFailure = async context =>
            {
                await context.Response.WriteAsync(context.Failure!.ToString());
                context.HandleResponse();
            };
        });
        builder.Services.AddAuthorization();

        var application = builder.Build();
        application.UseAuthentication();
        application.UseAuthorization();
        application.MapGet("/", async http => await http.Response.WriteAsJsonAsync(new Dictionary<string, string?>
        {
            ["sub"] = http.User.FindFirst("sub")?.Value,
            ["name"] = http.User.Identity!.Name,
            ["access"] = await http.GetTokenAsync("access_token"),
            ["iss of the ID token"] = http.User.FindFirst("sub")?.Issuer,
        })).RequireAuthorization();
        application.MapGet("/renew", () => Challenge(new() { Prompt = "none" }));
        application.MapGet("/again", () => Challenge(new() { Prompt = "login" }));
        application.MapGet("/ask", () => Challenge(new() { Prompt = "consent" }));
        application.MapGet("/denied", () => "denied");
        application.MapGet("/signed-out", () => "signed out");
        application.MapGet("/sign-out", () => Results.SignOut(
            new() { RedirectUri = "/signed-out" },
            [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]));
        return application;
    }

    private static IResult Challenge(OpenIdConnectChallengeProperties properties)
    {
        properties.RedirectUri = "/";
        return Results.Challenge(properties);
    }
}
