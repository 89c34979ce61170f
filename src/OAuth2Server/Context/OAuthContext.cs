namespace OAuth2Server;

/// <summary>One HTTP request while it is answered: the request, its issuer, its time, and the parameters in effect. Every model function
/// gets it.</summary>
/// <remarks>There is one for each HTTP request; <see cref="OAuthEnvironment.Begin"/> makes it. A test may make one with its own
/// values.</remarks>
public sealed class OAuthContext
{
    private RequestParameters? _replaced;
    private Dictionary<object, object?>? _items;
    private ResponseMembers? _responseMembers;
    private List<KeyValuePair<string, string>>? _responseHeaders;

    /// <summary>The request.</summary>
    public required OAuthRequest Request { get; init; }

    /// <summary>The issuer that answers this request. Records carry it, so that one store can serve several issuers.</summary>
    public required string Issuer { get; set; }

    /// <summary>The time of this request, UTC, read once: every expiry in one answer agrees.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The parameters in effect: those of the request, or those that <see cref="UseParameters"/> set.</summary>
    public RequestParameters Parameters => _replaced ?? Request.Parameters;

    /// <summary>The value of a parameter in effect; null when it is omitted or empty.</summary>
    /// <param name="name">The parameter's name.</param>
    public string? this[string name] => Parameters[name];

    /// <summary>The value that links the client's answer to the lines of the log; the empty text for none.</summary>
    public string CorrelationId => Request.CorrelationId;

    /// <summary>Objects of your own that last as long as the request.</summary>
    public IDictionary<object, object?> Items => _items ??= [];

    /// <summary>Members of your own for the token response. Add them before the token is saved: in a grant, a look-up or a
    /// policy.</summary>
    public ResponseMembers ResponseMembers => _responseMembers ??= new();

    /// <summary>Headers that each answer gets: a success, an error, a challenge.</summary>
    public IList<KeyValuePair<string, string>> ResponseHeaders => _responseHeaders ??= [];

    /// <summary>The path that the paths of the endpoints start with, below the issuer; the metadata names the endpoints by it.</summary>
    /// <value>Default <c>/oauth2</c>; empty when the endpoints stand at the root.</value>
    public string EndpointsPath { get; set; } = "/oauth2";

    /// <summary>The URL of the endpoint that answers the request, as the metadata names it: made of the configured issuer, not of the Host
    /// header, which an attacker can choose. Null where no endpoint of the server answers, for instance at a resource.</summary>
    public string? CalledEndpointUrl => EndpointPath is null ? null : EndpointUrl(EndpointPath);

    /// <summary>Whether a client is looked up because a token that was issued to it is used, or a session in which it took part ends. False
    /// where a client asks for something.</summary>
    /// <remarks>A model that must ask another server for a client does not ask it then. An endpoint of your own sets it before such a
    /// look-up.</remarks>
    public bool IsForIssuedToken { get; set; }

    /// <summary>Whether the request is refused for every client that another server describes, so that a model that must ask this server
    /// need not ask it.</summary>
    public bool IsRefusedAnyway { get; internal set; }

    /// <summary>Whether the client of the request may be found by a later one: a model sets it when it cannot find that out now, and
    /// returns no client.</summary>
    /// <remarks>The answer is <c>temporarily_unavailable</c> (503) then, and not <c>invalid_client</c>, after which a client forgets its
    /// registration.</remarks>
    public bool IsClientUnavailable { get; set; }

    /// <summary>The path of the endpoint that answers, below <see cref="EndpointsPath"/>; null where none does.</summary>
    internal string? EndpointPath { get; set; }

    /// <summary>The added members; null when there are none.</summary>
    internal ResponseMembers? AddedResponseMembers => _responseMembers;

    /// <summary>The added headers; null when there are none.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>>? AddedResponseHeaders => _responseHeaders;

    /// <summary>The profile of the server.</summary>
    /// <value>Default <see cref="SecurityProfile.None"/>. A client may have a stricter one.</value>
    public SecurityProfile Profile { get; init; }

    /// <summary>Counts failed attempts; null when <see cref="OAuth2ServerOptions.BruteForceShield"/> is off.</summary>
    internal BruteForceShield? Shield { get; init; }

    /// <summary><see cref="OAuth2ServerOptions.RefuseRepeatFromOtherNetwork"/>.</summary>
    internal bool RefusesRepeatsElsewhere { get; init; }

    /// <summary>Writes the log and calls the event handlers.</summary>
    internal Journal Journal { get; init; } = Journal.None;

    /// <summary>The event handlers of this request.</summary>
    internal IReadOnlyList<IOAuthEvents> Handlers { get; init; } = [];

    /// <summary>The clock, for durations.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The exception with which the issuer could not be resolved; null when it was.</summary>
    internal Exception? Failure { get; init; }

    /// <summary>The client that the request came from, for the log and the events; null before it is found.</summary>
    /// <remarks>A client authentication method sets it when it has found the client, so that a refusal names it. It is no proof: the
    /// result of the authentication is.</remarks>
    public string? ClientId { get; set; }

    /// <summary>The grant type of a token request, if the server serves it; null otherwise.</summary>
    internal string? GrantType { get; set; }

    /// <summary>The URL of an endpoint of this server, as the metadata names it: it follows from the issuer. The Host header of a request,
    /// which an attacker can choose, has no effect.</summary>
    /// <param name="path">The path of the endpoint below <see cref="EndpointsPath"/>: <c>/token</c>.</param>
    public string EndpointUrl(string path) => EndpointAddress.BaseOf(Issuer, EndpointsPath) + path;

    /// <summary>Puts other parameters in the place of the request's own: those of a ticket, of a pushed request (RFC 9126) or of a request
    /// object (RFC 9101).</summary>
    /// <param name="parameters">The parameters in effect from now on.</param>
    public void UseParameters(RequestParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _replaced = parameters;
    }

    /// <summary>Reports that something happened: a line in the log, a count, and a call of every <see cref="IOAuthEvents"/>. Call it where
    /// it happens.</summary>
    /// <param name="e">The event. Its time, issuer, client, correlation id and address are taken from this request where they are not
    /// set.</param>
    public ValueTask ReportAsync(OAuthEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.At == default) e.At = Now;
        if (e.Issuer.Length == 0) e.Issuer = Issuer;
        if (e.CorrelationId.Length == 0) e.CorrelationId = CorrelationId;
        e.ClientId ??= ClientId;
        e.RemoteAddress ??= Request.RemoteAddress;
        Journal.Write(e);
        return Handlers.Count == 0 || !e.IsForHandlers ? default : Journal.CallAsync(e, Handlers);
    }

    /// <summary>Reports that an endpoint refused this request, or failed.</summary>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="error">What the client is answered.</param>
    /// <param name="failure">What a model or a policy threw; null when it threw nothing.</param>
    internal ValueTask ReportRefusalAsync(string endpoint, OAuthError error, Exception? failure = null)
    {
        Journal.Refused(endpoint, error, failure, GrantType, ClientId, CorrelationId);
        if (Handlers.Count == 0 || !Journal.IsForHandlers(endpoint, error)) return default;
        return ReportAsync(endpoint is EndpointName.Completion or EndpointName.DeviceCompletion && error.Code == "access_denied"
            ? new OAuthEvent.AuthorizationDenied()
            : new OAuthEvent.RequestRefused { Endpoint = endpoint, Error = error.Code, Rule = error.Rule });
    }

    /// <summary>Verifies a secret that could be guessed: not while its key is blocked, and a failure is counted (RFC 6749 §2.3.1,
    /// §4.3.2).</summary>
    /// <param name="attempt">What is verified; <see cref="AttemptAt"/> makes one.</param>
    /// <param name="state">What <paramref name="verify"/> works on.</param>
    /// <param name="verify">The verification: true when the secret is right.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>What <paramref name="verify"/> returned; <c>temporarily_unavailable</c> (429, 503) when it was not run, or does not
    /// count.</returns>
    internal async ValueTask<Outcome<bool>> VerifyAsync<TState>(
        Attempt attempt, TState state, Func<TState, CancellationToken, ValueTask<bool>> verify, CancellationToken ct)
    {
        if (Shield is null) return await verify(state, ct);
        var outcome = await Shield.VerifyAsync(attempt, state, verify, ct);
        // An operator must see that secrets are being guessed, or that the queue of passwords is full.
        if (outcome.IsError(out var refused, out _))
            await ReportAsync(new OAuthEvent.AttemptRefused { Kind = attempt.Kind, Status = refused.Status });
        return outcome;
    }

    /// <summary>An attempt of this request.</summary>
    /// <param name="kind">What is verified or counted.</param>
    /// <param name="name">The client, the account or the user; the empty text where the network alone counts.</param>
    /// <param name="model">The model, which may count for several nodes (<see cref="IAttemptModel"/>).</param>
    internal Attempt AttemptAt(AttemptKind kind, string name, object model) =>
        new(kind, name, Request.RemoteAddress, model as IAttemptModel);

    /// <summary>Counts a request that anyone can send, and that makes a row in the store.</summary>
    /// <param name="attempt">The request.</param>
    /// <returns>Null when it is accepted; <c>temporarily_unavailable</c> (429) when there are too many.</returns>
    internal async ValueTask<OAuthError?> AdmitAsync(Attempt attempt)
    {
        if (Shield?.Admit(attempt) is not { } refused) return null;
        await ReportAsync(new OAuthEvent.AttemptRefused { Kind = attempt.Kind, Status = refused.Status });
        return refused;
    }
}
