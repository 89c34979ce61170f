using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OAuth2Server.Host;

/// <summary>For monitoring: the process is live while it answers, and ready while its store answers.</summary>
internal static class Health
{
    /// <summary>The tag of checks whose reasons the answer has.</summary>
    internal const string WithReason = "with reason";

    internal static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var readOnly = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        endpoints.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).WithMetadata(readOnly);
        endpoints.MapHealthChecks("/healthz/ready", new() { ResponseWriter = WriteAsync }).WithMetadata(readOnly);
    }

    // The operator sees which key is missing, by its public id, or what the clocks say. Every reason else stays in the log.
    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        var reasons = report.Entries.Where(entry => entry.Value.Tags.Contains(WithReason)).Select(entry => entry.Value.Description);
        return http.Response.WriteAsync(string.Join('\n', reasons.OfType<string>().Prepend(report.Status.ToString())));
    }
}
