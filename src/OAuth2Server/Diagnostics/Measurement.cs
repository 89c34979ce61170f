using System.Diagnostics;

namespace OAuth2Server;

/// <summary>One call of an endpoint as metrics and activities see it, from its beginning until it is disposed of.</summary>
internal sealed class Measurement : IDisposable
{
    /// <summary>The <c>error.type</c> of a call that ended without an answer: the client hung up.</summary>
    internal const string Cancelled = "cancelled";

    /// <summary>The <c>error.type</c> of a request to a resource without any token, which has no error code (RFC 6750 §3.1).</summary>
    internal const string Unauthenticated = "unauthenticated";

    private readonly string _endpoint;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly Activity? _activity;
    private string? _error = Cancelled;

    private Measurement(string endpoint, TimeProvider clock)
    {
        (_endpoint, _clock, _began) = (endpoint, clock, clock.GetTimestamp());
        _activity = OAuth2Diagnostics.Activities.StartActivity("oauth2." + endpoint);
    }

    /// <summary>Begins; null when nobody listens.</summary>
    internal static Measurement? Begin(string endpoint, TimeProvider clock) => OAuth2Diagnostics.MeasuresCalls ? new(endpoint, clock) : null;

    /// <summary>The request, once it has begun.</summary>
    internal OAuthContext? Context { private get; set; }

    internal void Answered() => _error = null;

    internal void Refused(OAuthError error)
    {
        _error = error.Code.Length > 0 ? error.Code : Unauthenticated;
        // A refusal is the caller's mistake; only a failure is ours. The exception is for the log: what it says may be anything.
        if (error.Status >= 500) _activity?.SetStatus(ActivityStatusCode.Error, error.Code);
    }

    public void Dispose()
    {
        var tags = new TagList { { OAuth2Diagnostics.EndpointTag, _endpoint } };
        if (_endpoint == EndpointName.Token) tags.Add(OAuth2Diagnostics.GrantTypeTag, Context?.GrantType ?? OAuth2Diagnostics.OtherGrantType);
        if (_error is not null) tags.Add(OAuth2Diagnostics.ErrorTag, _error);
        OAuth2Diagnostics.RecordDuration(_clock.GetElapsedTime(_began), tags);

        if (_activity is null) return;
        foreach (var (name, value) in tags) _activity.SetTag(name, value);
        if (Context?.ClientId is { } client) _activity.SetTag(OAuth2Diagnostics.ClientIdTag, client);
        _activity.Dispose();
    }
}
