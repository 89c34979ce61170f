using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.Clients;

/// <summary>A web application whose users sign in at the authorization server.</summary>
internal static class AspNetCoreOAuth
{
    private const string ClientId = "aspnetcore-oauth";

    internal static async Task CheckAsync(Library library)
    {
        await using var application = Build();
        await application.StartAsync();
        var address = application.Urls.Single();

        await library.CheckAsync("code", "a user who signs in gives the application tokens", async () =>
        {
            var tokens = JsonDocument.Parse((await Server.WalkAsync(address)).Text).RootElement;
            Assert.Equal(200, await Server.UseAsync(tokens.GetProperty("access").GetString()));
            Assert.NotNull(tokens.GetProperty("refresh").GetString());
        });
        await library.CheckAsync("errors", "a wrong verifier is invalid_grant", async () =>
            Assert.Contains("invalid_grant", (await Server.WalkAsync(address + "/spoilt")).Text, StringComparison.Ordinal));
        await library.CheckAsync("errors", "the application learns that the user denied", async () =>
        {
            var end = await Server.WalkAsync(address + "/write", answer: "Deny");
            Assert.EndsWith("/denied", new Uri(end.Url).AbsolutePath, StringComparison.Ordinal);
        });
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        AddSignIn(builder.Services, Server.Issuer, Server.ClientSecret);
        builder.Services.AddAuthorization();

        var application = builder.Build();
        application.UseAuthentication();
        application.UseAuthorization();
        application.MapGet("/", async http => await http.Response.WriteAsJsonAsync(new Dictionary<string, string?>
        {
            ["access"] = await http.GetTokenAsync("access_token"),
            ["refresh"] = await http.GetTokenAsync("refresh_token"),
        })).RequireAuthorization();
        application.MapGet("/write", () => Results.Challenge(new OAuthChallengeProperties { Scope = ["write"], RedirectUri = "/" }));
        application.MapGet("/spoilt", () => Results.Challenge(new() { RedirectUri = "/", Items = { ["spoilt"] = "yes" } }));
        application.MapGet("/denied", () => "denied");
        return application;
    }

    private static void AddSignIn(IServiceCollection services, string issuer, string clientSecret)
    {
        // snippet: connect
        services.AddAuthentication(options =>
        {
            options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.DefaultChallengeScheme = "OAuth2Server";
        })
        .AddCookie()
        .AddOAuth("OAuth2Server", options =>
        {
            options.ClientId = ClientId;
            options.ClientSecret = clientSecret;
            options.AuthorizationEndpoint = issuer + "/oauth2/authorize";
            options.TokenEndpoint = issuer + "/oauth2/token";
            options.CallbackPath = "/callback";
            options.AccessDeniedPath = "/denied";
            options.Scope.Add("read");
            options.UsePkce = true;
            options.SaveTokens = true;
        });
        // end-snippet
        services.PostConfigure<OAuthOptions>("OAuth2Server", options =>
        {
            options.Events.OnRedirectToAuthorizationEndpoint = context =>
            {
                var url = context.RedirectUri;
                // The challenge of another verifier: the example of RFC 7636, appendix B.
                const string Other = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
                if (context.Properties.Items.ContainsKey("spoilt")) url = Regex.Replace(url, "code_challenge=[^&]+", Other);
                context.Response.Redirect(url);
                return Task.CompletedTask;
            };
            options.Events.OnRemoteFailure = async context =>
            {
                await context.Response.WriteAsync(context.Failure!.ToString());
                context.HandleResponse();
            };
        });
    }
}
