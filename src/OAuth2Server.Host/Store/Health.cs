using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace OAuth2Server.Host;

/// <summary>For monitoring: the process is live while it answers, and ready while its store answers.</summary>
internal static class Health
{
    internal static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var readOnly = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        endpoints.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).WithMetadata(readOnly);
        endpoints.MapHealthChecks("/healthz/ready").WithMetadata(readOnly);
    }
}
