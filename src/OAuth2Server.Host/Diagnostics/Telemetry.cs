using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OAuth2Server.Host;

/// <summary>Sends metrics and traces to an OpenTelemetry collector. Without the URL of one, nothing is measured or sent.</summary>
internal static class Telemetry
{
    /// <summary>The standard environment variable of OpenTelemetry for the URL of the collector.</summary>
    internal const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private static readonly string[] Meters = [OAuth2Diagnostics.Name, "OAuth2Server.EntityFrameworkCore", "Npgsql", "System.Runtime"];

    /// <exception cref="StartException">The standard variable is not a URL.</exception>
    internal static void AddTelemetry(this WebApplicationBuilder builder, TelemetrySettings settings)
    {
        // The exporter reads the standard keys. So our settings are added under these keys.
        var named = new Dictionary<string, string?>();
        if (settings.Otlp is not null) named[Endpoint] = settings.Otlp;
        if (settings.Protocol is not null) named[Protocol] = settings.Protocol;
        builder.Configuration.AddInMemoryCollection(named);

        if (builder.Configuration[Endpoint] is not { Length: > 0 } endpoint) return;
        if (!IsUrl(endpoint)) throw new StartException($"{Endpoint} '{endpoint}' is not an http or https URL.");
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("OAuth2Server"))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddAspNetCoreInstrumentation().AddOtlpExporter())
            .WithTracing(traces => traces.AddSource(OAuth2Diagnostics.Name).AddAspNetCoreInstrumentation(WithoutQuery).AddOtlpExporter());
    }

    internal static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    // The query of an authorization request has the state, and the query of the consent page has the ticket.
    private static void WithoutQuery(OpenTelemetry.Instrumentation.AspNetCore.AspNetCoreTraceInstrumentationOptions options) =>
        options.EnrichWithHttpRequest = (activity, _) => activity.SetTag("url.query", null);
}
