using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore.Tests.Support;

/// <summary>An application with the OAuth endpoints, a cookie sign-in, a consent page and protected resources.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Site(WebApplication app) => _app = app;

    /// <summary>The scopes that the resources require, one resource for each: <c>/resource/a+b</c>.</summary>
    internal static IReadOnlyList<string> ProtectedBy { get; } = ["", "a", "b", "c", "A", "a b", "b a", "a c", "c a", "a b c"];

    internal IServiceProvider Services => _app.Services;

    internal Microsoft.AspNetCore.TestHost.TestServer Http => _app.GetTestServer();

    /// <summary>Where Kestrel listens.</summary>
    internal Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts an application.</summary>
    /// <param name="setup">The settings; of the server too, unless <paramref name="server"/> is given.</param>
    /// <param name="services">Services that the application adds afterwards.</param>
    /// <param name="map">The middleware and endpoints of the application.</param>
    /// <param name="kestrel">True listens on a real port.</param>
    /// <param name="server">Adds another server than the usual one.</param>
    /// <param name="endpoints">Maps the OAuth endpoints in another way.</param>
    internal static Site Start(
        Setup setup,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        bool kestrel = false,
        Action<IServiceCollection>? server = null,
        Action<IEndpointRouteBuilder>? endpoints = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        if (kestrel) builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        else builder.WebHost.UseTestServer(o => o.BaseAddress = new(Known.Issuer));
        builder.Services.AddRouting();
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(new QuietHosting(setup.Logging)));
        builder.Services.AddSingleton<TimeProvider>(setup.Clock).AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(o => o.LoginPath = "/login")
            .AddOAuth2Bearer(o =>
            {
                (o.Resource, o.AllowFormParameter) = (setup.Resource, true);
                if (setup.DPoP is { } dpop) o.DPoP = dpop;
            });
        (server ?? (s => AddServer(s, setup)))(builder.Services);
        services?.Invoke(builder.Services);

        var app = builder.Build();
        map?.Invoke(app);
        (endpoints ?? (e => e.MapOAuth2Server()))(app);
        SignInPages.Map(app);
        foreach (var scope in ProtectedBy)
            app.Map(ResourceOf(scope), Resource).RequireScope(scope.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        app.Start();
        return new(app);
    }

    /// <summary>The path of the resource that requires a scope. Case matters in scopes and not in paths.</summary>
    internal static string ResourceOf(string scope) =>
        "/resource/" + scope.Replace(' ', '+').Replace("A", "capital-a", StringComparison.Ordinal);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void AddServer(IServiceCollection services, Setup setup)
    {
        // The capabilities are those of the type of the model, which is known at run time only.
        Action<OAuth2ServerOptions> configure = to => Copy(setup.Options, to);
        var builder = OAuth2ServiceCollectionExtensions.AddOAuth2Server(services, (dynamic)setup.Model, configure);
        if (setup.DPoP is { } dpop) OAuth2DPoPExtensions.AddDPoP(builder, (Action<DPoPOptions>)(to => Copy(dpop, to)));
        if (setup.Shield is { } shield) services.AddSingleton(shield);
        foreach (var grant in setup.Grants()) services.AddSingleton(grant);
        foreach (var events in setup.Events) services.AddSingleton(events);
        if (setup.Jwt is { } jwt)
        {
            services.AddSingleton<IAccessTokenFormat>(jwt.AccessTokens());
            services.AddSingleton<IIntrospectionFormat>(p => jwt.Introspection(p.GetRequiredService<OAuthEnvironment>()));
        }
        if (setup.RequestObjects is { } objects) services.AddSingleton(objects);
        if (setup.Policies.ScopeValidator is { } validator) services.AddSingleton(validator);
        if (setup.Policies.ScopeVerifier is { } verifier) services.AddSingleton(verifier);
        if (setup.Policies.RedirectUriPolicy is { } redirects) services.AddSingleton(redirects);
        if (setup.Policies.TokenGenerator is { } generator) services.AddSingleton(generator);
    }

    private static void Copy<T>(T from, T to)
    {
        foreach (var option in typeof(T).GetProperties()) option.SetValue(to, option.GetValue(from));
    }

    private static Task Resource(HttpContext http)
    {
        string? Claim(string type) => http.User.FindFirst(type)?.Value;
        return http.Response.WriteAsJsonAsync(new Dictionary<string, string?>
        {
            ["sub"] = Claim("sub"),
            ["client_id"] = Claim("client_id"),
            ["scope"] = string.Join(' ', http.User.FindAll("scope").Select(c => c.Value)),
        });
    }
}
