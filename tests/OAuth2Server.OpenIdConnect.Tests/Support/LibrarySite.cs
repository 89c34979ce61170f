using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OAuth2Server.AspNetCore;

namespace OAuth2Server.OpenIdConnect.Tests;

/// <summary>An application with the library and pages of its own: <c>/login?user=…</c> signs a user in without a password.</summary>
internal sealed class LibrarySite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LibrarySite(WebApplication app, InMemoryModel model)
    {
        (_app, Model) = (app, model);
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    internal string Address { get; }

    internal InMemoryModel Model { get; }

    /// <param name="claims">The claims of the principal; null has the subject only.</param>
    /// <param name="configure">Sets the options.</param>
    internal static async Task<LibrarySite> StartAsync(
        Func<string, IEnumerable<Claim>>? claims = null, Action<OpenIdConnectOptions>? configure = null)
    {
        var model = new InMemoryModel();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        string? address = null;
        builder.Services.AddOAuth2Server(model, o => o.ResolveIssuer = _ => address!)
            .AddAuthorizationCode().AddRefreshToken()
            .AddOpenIdConnect(configure);
        builder.Services.AddAuthentication("cookie").AddCookie("cookie", o => o.LoginPath = "/login");
        var app = builder.Build();
        app.MapOAuth2Server();
        app.MapGet("/login", async (HttpContext http, string user, string? returnUrl) =>
        {
            var identity = new ClaimsIdentity([new("sub", user), .. claims?.Invoke(user) ?? []], "cookie");
            await http.SignInAsync("cookie", new(identity));
            return Results.Text(returnUrl ?? "");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var site = new LibrarySite(app, model);
        address = site.Address;
        return site;
    }

    /// <summary>Adds a client of the operator, which is not asked for consent.</summary>
    internal RelyingParty AddClient(string scope, OpenIdClient? openId = null)
    {
        Model.AddClient((openId ?? new()).AddTo(new()
        {
            Id = "web",
            Type = ClientType.Confidential,
            GrantTypes = ["authorization_code", "refresh_token"],
            RedirectUris = [TestConfiguration.Callback],
            Scope = Scope.Parse(scope),
            FirstParty = true,
        }), TestConfiguration.WebSecret);
        return new(Address, "query");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
