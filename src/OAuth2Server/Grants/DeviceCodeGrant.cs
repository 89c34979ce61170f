namespace OAuth2Server;

/// <summary>The second half of the device authorization grant: a device polls until the user has answered in a browser (RFC 8628 §3.4,
/// §3.5).</summary>
/// <param name="model">Stores the device codes.</param>
public sealed class DeviceCodeGrant(IDeviceCodeModel model) : IGrant
{
    /// <summary>The grant type's name.</summary>
    public const string Name = "urn:ietf:params:oauth:grant-type:device_code";

    // RFC 8628 §3.5 gives the number.
    private static readonly TimeSpan Slower = TimeSpan.FromSeconds(5);

    // The poll of a client that waits for the interval arrives earlier when the network delayed the poll before it more than this one.
    private static readonly TimeSpan MaxSlack = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string GrantType => Name;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        if (request["device_code"] is not { } text || !Grammar.IsVsChar(text))
            return OAuthError.InvalidRequest("device_code is missing or malformed.", "RFC 8628 §3.4");

        var presented = new Secret(text);
        var code = await model.GetDeviceCodeAsync(presented, request.Context, ct);
        if (code is null || !request.Owns(code.Authorization))
            return OAuthError.InvalidGrant("The device code is not valid.", "RFC 8628 §3.4");
        if (code.ConsumedAt is not null)
            return await Reuse.RefuseAsync(model, code, RevocationReason.DeviceCodeReused, "RFC 8628 §3.5", request);
        if (code.Status == DeviceCodeStatus.Denied) return OAuthError.AccessDenied("The resource owner denied the request.");
        if (code.IsExpired(request.Context.Now)) return OAuthError.ExpiredToken("The device code is expired.");

        var (isTooEarly, interval) = Pace(code, request.Context.Now);
        // One of several polls at the same moment is recorded: the others must not count as the second use of an allowed code.
        if (!await model.RecordPollAsync(code, interval, request.Context, ct)) return SlowDown();
        // slow_down is a kind of authorization_pending (RFC 8628 §3.5): an answer that exists is given, also to a poll that is too early.
        if (code.Status == DeviceCodeStatus.Allowed) return Granted.Continuing(code, presented);
        return isTooEarly ? SlowDown() : OAuthError.AuthorizationPending("The resource owner has not answered yet.");
    }

    // The new interval follows the wait that the client kept, and not the number of refusals: a client that did not receive one, and
    // so does not count it, would otherwise be refused at every later poll.
    private static (bool IsTooEarly, TimeSpan Interval) Pace(DeviceCode code, DateTimeOffset now)
    {
        if (code.LastPolledAt is not { } last) return (false, code.Interval);
        var (waited, fifth) = (now - last, code.Interval / 5);
        var slack = fifth < MaxSlack ? fifth : MaxSlack;
        if (waited >= code.Interval - slack) return (false, code.Interval);
        // The delays of the network are in this wait too: the client may have waited less.
        var longer = waited - slack + Slower;
        return (true, longer > code.Interval ? longer : code.Interval);
    }

    private static OAuthError SlowDown() => OAuthError.SlowDown("The client polls too fast: it must wait 5 seconds longer from now on.");
}
