using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OAuth2Server;

/// <summary>Metrics and activities. Nothing is measured and nothing allocated while there is no listener.</summary>
/// <remarks>Every tag has few values: an endpoint, a grant type that is served, an error code, a rule. Only an activity names the client.
/// No tag holds a secret, or a text that an attacker chose.</remarks>
public static class OAuth2Diagnostics
{
    /// <summary>The name of the <see cref="Meter"/> and of the <see cref="ActivitySource"/>, for <c>AddMeter</c> and
    /// <c>AddSource</c>.</summary>
    public const string Name = "OAuth2Server";

    internal const string EndpointTag = "oauth2.endpoint";
    internal const string GrantTypeTag = "oauth2.grant_type";
    internal const string RuleTag = "oauth2.rule";
    internal const string ClientIdTag = "oauth2.client_id";
    internal const string ErrorTag = "error.type";

    /// <summary>The grant type of a request for one that the server does not serve: what an attacker writes there must not become a
    /// tag.</summary>
    internal const string OtherGrantType = "other";

    internal static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> TokensIssued =
        Meter.CreateCounter<long>("oauth2server.tokens.issued", "{token}", "Access tokens issued");

    private static readonly Counter<long> RequestsRefused =
        Meter.CreateCounter<long>("oauth2server.requests.refused", "{request}", "Requests refused");

    // OpenTelemetry's bounds for the duration of an HTTP request.
    private static readonly Histogram<double> RequestDuration =
        Meter.CreateHistogram("oauth2server.request.duration", "s", "Duration of a call of an endpoint", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5,
                7.5, 10] });

    /// <summary>True when a listener wants durations or activities.</summary>
    internal static bool MeasuresCalls => RequestDuration.Enabled || Activities.HasListeners();

    /// <summary>True when a listener counts tokens.</summary>
    internal static bool CountsTokens => TokensIssued.Enabled;

    internal static void CountIssued(string? grantType) =>
        TokensIssued.Add(1, new TagList { { GrantTypeTag, grantType ?? OtherGrantType } });

    internal static void CountRefused(string endpoint, OAuthError error, string? grantType)
    {
        if (!RequestsRefused.Enabled) return;
        var tags = new TagList { { EndpointTag, endpoint }, { ErrorTag, error.Code } };
        if (endpoint == EndpointName.Token) tags.Add(GrantTypeTag, grantType ?? OtherGrantType);
        if (error.Rule is { } rule) tags.Add(RuleTag, rule);
        RequestsRefused.Add(1, tags);
    }

    internal static void RecordDuration(TimeSpan duration, in TagList tags) => RequestDuration.Record(duration.TotalSeconds, tags);
}
