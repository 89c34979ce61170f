using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace OAuth2Server.Host;

/// <summary>For whoever watches the process: alive as long as it answers, ready as long as its store does.</summary>
internal static class Health
{
    internal static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var readOnly = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        endpoints.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).WithMetadata(readOnly);
        endpoints.MapHealthChecks("/healthz/ready").WithMetadata(readOnly);
    }
}
