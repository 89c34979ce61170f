using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OAuth2Server.AspNetCore;

/// <summary>Maps the server's endpoints.</summary>
public static class OAuth2EndpointExtensions
{
    /// <summary>Maps the endpoints that the model can serve: <c>/oauth2/authorize</c>, <c>/oauth2/token</c>, <c>/oauth2/device_authorization</c> (RFC 8628), <c>/oauth2/revoke</c> (RFC 7009), <c>/oauth2/introspect</c> (RFC 7662),
    /// and the metadata that names them at <c>/.well-known/oauth-authorization-server</c> (RFC 8414).</summary>
    /// <param name="endpoints">The application's routes.</param>
    /// <param name="prefix">What the paths start with, but for that of the metadata. With a route parameter in it there is no metadata: map it yourself, with <see cref="AuthorizationServer.Metadata"/>.</param>
    public static IEndpointConventionBuilder MapOAuth2Server(this IEndpointRouteBuilder endpoints, string prefix = "/oauth2")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        // Every verb comes in: a wrong one is answered as OAuth answers, with an error body, not by the router.
        var all = endpoints.MapGroup("");
        var group = all.MapGroup(prefix);
        group.Map("/authorize", AuthorizationEndpointDelegate.HandleAsync);
        group.Map("/token", ProtocolEndpoint.Of((server, request, ct) => server.TokenAsync(request, ct))).AllowClientOrigins();
        if (endpoints.Has<IDeviceCodeModel>()) group.Map("/device_authorization", ProtocolEndpoint.Of((server, request, ct) => server.AuthorizeDeviceAsync(request, ct)));
        if (endpoints.Has<IRevocationModel>()) group.Map("/revoke", ProtocolEndpoint.Of((server, request, ct) => server.RevokeAsync(request, ct))).AllowClientOrigins();
        if (endpoints.Has<IAccessTokenModel>()) group.Map("/introspect", ProtocolEndpoint.Of((server, request, ct) => server.IntrospectAsync(request, ct)));
        if (!prefix.Contains('{')) all.Map("/.well-known/oauth-authorization-server/{**issuer}", MetadataEndpointDelegate.Of(prefix)).AllowClientOrigins();
        return all.AllowAnonymous();
    }

    private static bool Has<TCapability>(this IEndpointRouteBuilder endpoints) =>
        endpoints.ServiceProvider.GetRequiredService<IServiceProviderIsService>().IsService(typeof(TCapability));
}
