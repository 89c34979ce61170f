using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OAuth2Server.Host;

/// <summary>Sends metrics and traces to an OpenTelemetry collector, if one is named; without it nothing is measured and nothing sent.</summary>
internal static class Telemetry
{
    /// <summary>OpenTelemetry's own setting, which any program reads from its environment.</summary>
    internal const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private static readonly string[] Meters = [OAuth2Diagnostics.Name, "OAuth2Server.EntityFrameworkCore", "Npgsql", "System.Runtime"];

    /// <exception cref="StartException">The standard variable is no URL.</exception>
    internal static void AddTelemetry(this WebApplicationBuilder builder, TelemetrySettings settings)
    {
        // Our settings in the standard's words: the exporter reads these, and all the others that the standard has.
        var named = new Dictionary<string, string?>();
        if (settings.Otlp is not null) named[Endpoint] = settings.Otlp;
        if (settings.Protocol is not null) named[Protocol] = settings.Protocol;
        builder.Configuration.AddInMemoryCollection(named);

        if (builder.Configuration[Endpoint] is not { Length: > 0 } endpoint) return;
        if (!IsUrl(endpoint)) throw new StartException($"{Endpoint} '{endpoint}' is no http or https URL.");
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("OAuth2Server"))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddAspNetCoreInstrumentation().AddOtlpExporter())
            .WithTracing(traces => traces.AddSource(OAuth2Diagnostics.Name).AddAspNetCoreInstrumentation(WithoutQuery).AddOtlpExporter());
    }

    internal static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    // An authorization request's query holds the state, and the consent page's the ticket.
    private static void WithoutQuery(OpenTelemetry.Instrumentation.AspNetCore.AspNetCoreTraceInstrumentationOptions options) =>
        options.EnrichWithHttpRequest = (activity, _) => activity.SetTag("url.query", null);
}
