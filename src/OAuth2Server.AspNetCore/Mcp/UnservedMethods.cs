using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace OAuth2Server.AspNetCore;

/// <summary>The methods of MCP that a server does not serve at its address, for instance GET where it has no sessions: without a token they
/// get the challenge, as every request does, and with one 405.</summary>
/// <remarks>Clients ask with GET whether they need a sign-in, and prepare for the answer of the browser only if they do.</remarks>
/// <param name="sources">The routes of the application.</param>
/// <param name="policy">Marks the endpoints of the server.</param>
internal sealed class UnservedMethods(IEnumerable<EndpointDataSource> sources, AuthorizationPolicy policy) : EndpointDataSource
{
    private static readonly string[] All = ["DELETE", "GET", "POST"];

    public override IReadOnlyList<Endpoint> Endpoints =>
    [
        .. sources.Where(source => source != this).SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.Contains(policy))
            .GroupBy(endpoint => endpoint.RoutePattern.RawText).Select(Unserved).OfType<Endpoint>(),
    ];

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    private static RouteEndpoint? Unserved(IEnumerable<RouteEndpoint> served)
    {
        string[] methods = [.. served.SelectMany(one => one.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? All)];
        string[] others = [.. All.Except(methods, StringComparer.OrdinalIgnoreCase)];
        if (others.Length == 0) return null;
        var allowed = string.Join(", ", methods.Order(StringComparer.Ordinal));
        var first = served.First();
        var builder = new RouteEndpointBuilder(
            http =>
            {
                http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                http.Response.Headers.Allow = allowed;
                return Task.CompletedTask;
            },
            // The last choice: an endpoint of the application at this address comes first.
            first.RoutePattern, order: int.MaxValue);
        builder.Metadata.Add(new HttpMethodMetadata(others));
        foreach (var part in first.Metadata.Where(part => part is IAuthorizeData or AuthorizationPolicy or ICorsMetadata))
            builder.Metadata.Add(part);
        return (RouteEndpoint)builder.Build();
    }
}
