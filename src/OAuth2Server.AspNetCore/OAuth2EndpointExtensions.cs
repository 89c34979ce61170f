using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OAuth2Server.OpenIdConnect;

namespace OAuth2Server.AspNetCore;

/// <summary>Maps the server's endpoints.</summary>
public static class OAuth2EndpointExtensions
{
    private const string WellKnown = "/.well-known/";

    /// <summary>Maps every endpoint that the server has: <c>/oauth2/authorize</c>, <c>/oauth2/token</c>,
    /// <c>/oauth2/device_authorization</c> (RFC 8628), <c>/oauth2/revoke</c> (RFC 7009),
    /// <c>/oauth2/introspect</c> (RFC 7662), <c>/oauth2/register</c> (RFC 7591) and the address of each registration below it (RFC 7592),
    /// those that other packages added, and the metadata that names them at
    /// <c>/.well-known/oauth-authorization-server</c> (RFC 8414).</summary>
    /// <param name="endpoints">The application's routes.</param>
    /// <param name="prefix">What the paths start with, except those below <c>/.well-known/</c>. With a route parameter in it these are not
    /// mapped: map them yourself, with <see cref="AuthorizationServer.HandleAsync"/>.</param>
    public static IEndpointConventionBuilder MapOAuth2Server(this IEndpointRouteBuilder endpoints, string prefix = "/oauth2")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        // Every method is mapped: a wrong one is answered as OAuth answers, with an error body, not by the router.
        var all = endpoints.MapGroup("");
        var group = all.MapGroup(prefix);
        var path = prefix.Trim('/') is { Length: > 0 } trimmed ? "/" + trimmed : "";
        var capabilities = endpoints.ServiceProvider.GetRequiredService<IServiceProviderIsService>();
        var issuerPath = IssuerPathOf(endpoints.ServiceProvider);
        var hasOrigins = capabilities.IsService(typeof(IClientOriginModel));
        var served = EndpointsOf(endpoints.ServiceProvider);
        foreach (var endpoint in served)
        {
            // Without the capability no header is sent, so that an application may decide in its own way.
            var browsers = endpoint.Browsers == BrowserAccess.ClientOrigins && !hasOrigins ? BrowserAccess.None : endpoint.Browsers;
            if (endpoint.Name == AuthorizationServer.AuthorizationEndpointName) LoginSchemeCheck.Look(endpoints.ServiceProvider);
            RequestDelegate handle = endpoint.Name switch
            {
                AuthorizationServer.AuthorizationEndpointName => AuthorizationEndpointDelegate.HandleAsync,
                EndSessionEndpoint.EndpointName => EndSessionDelegate.HandleAsync,
                _ => new EndpointDelegate(endpoint.Name, path, browsers).HandleAsync,
            };
            if (!endpoint.Path.StartsWith(WellKnown, StringComparison.Ordinal)) group.Map(endpoint.Path, handle);
            else if (!prefix.Contains('{')) MapWellKnown(endpoint.Path, handle);
        }
        // Mapped also without their grant: the answer of the server names the reason, the 404 of the router does not.
        if (IsFree("/authorize")) group.Map("/authorize", AuthorizationEndpointDelegate.HandleAsync);
        if (IsFree("/device_authorization") && capabilities.IsService(typeof(IDeviceCodeModel)))
            group.Map("/device_authorization", new EndpointDelegate("device_authorization", path, BrowserAccess.None).HandleAsync);
        return all.AllowAnonymous();

        // Behind the path of the issuer too (OpenID Connect Discovery 1.0 §4); an application below that path sees it in no route.
        void MapWellKnown(string known, RequestDelegate handle)
        {
            all.Map(known + "/{**issuer}", handle);
            if (issuerPath.Length > 0) all.Map(issuerPath + known, handle);
        }

        bool IsFree(string known) => served.All(endpoint => endpoint.Path != known);
    }

    private static string IssuerPathOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<OAuth2ServerOptions>>().Value;
        return options.ResolveIssuer is null && Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer)
            ? issuer.AbsolutePath.TrimEnd('/')
            : "";
    }

    // A server is made once, in a scope of its own, to read the list.
    private static IReadOnlyList<IEndpoint> EndpointsOf(IServiceProvider services)
    {
        var scope = services.CreateAsyncScope();
        try
        {
            return scope.ServiceProvider.GetRequiredService<AuthorizationServer>().Endpoints;
        }
        finally
        {
            // The application is being built: there is nothing to wait for in parallel.
            scope.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
