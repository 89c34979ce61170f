using System.Diagnostics;

namespace OAuth2Server;

/// <summary>One call of an endpoint in metrics and activities, from its start until it is disposed of.</summary>
internal sealed class Measurement : IDisposable
{
    /// <summary>The <c>error.type</c> of a call that ended without an answer: the client closed the connection.</summary>
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

    /// <summary>The client, once it is known.</summary>
    internal string? ClientId { private get; set; }

    /// <summary>The grant type of a token request, if the server serves it.</summary>
    internal string? GrantType { private get; set; }

    /// <summary>Starts. Not called when there is no listener.</summary>
    internal static Measurement Begin(string endpoint, TimeProvider clock) => new(endpoint, clock);

    /// <summary>Takes the result of the call.</summary>
    /// <param name="error">What was refused; null when nothing was.</param>
    internal void Ended(OAuthError? error)
    {
        _error = error is null ? null : error.Code.Length > 0 ? error.Code : Unauthenticated;
        // A refusal is the caller's mistake; only a failure is the server's. The text of an exception may hold anything: it is for the log.
        if (error is { Status: >= 500 }) _activity?.SetStatus(ActivityStatusCode.Error, error.Code);
    }

    public void Dispose()
    {
        var tags = new TagList { { OAuth2Diagnostics.EndpointTag, _endpoint } };
        if (_endpoint == EndpointName.Token) tags.Add(OAuth2Diagnostics.GrantTypeTag, GrantType ?? OAuth2Diagnostics.OtherGrantType);
        if (_error is not null) tags.Add(OAuth2Diagnostics.ErrorTag, _error);
        OAuth2Diagnostics.RecordDuration(_clock.GetElapsedTime(_began), tags);

        if (_activity is null) return;
        foreach (var (name, value) in tags) _activity.SetTag(name, value);
        if (ClientId is not null) _activity.SetTag(OAuth2Diagnostics.ClientIdTag, ClientId);
        _activity.Dispose();
    }
}
