namespace OAuth2Server.Host;

/// <summary>The setting <c>Telemetry</c>.</summary>
/// <param name="Otlp">Where metrics and traces go; null leaves it to the standard environment variable.</param>
/// <param name="Protocol">How it is spoken to, in OpenTelemetry's words; null leaves it to the standard environment variable, and then to gRPC.</param>
internal sealed record TelemetrySettings(string? Otlp = null, string? Protocol = null);
