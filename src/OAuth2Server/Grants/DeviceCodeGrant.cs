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
            return await Reuse.RefuseAsync(model, code, RevocationReason.DeviceCodeReused, "RFC 8628 §3.5", request.Context);
        if (code.Status == DeviceCodeStatus.Denied) return OAuthError.AccessDenied("The resource owner denied the request.");
        if (code.IsExpired(request.Context.Now)) return OAuthError.ExpiredToken("The device code is expired.");

        // An allowed code waits like any other: a client that ignores the interval gets no answer by it.
        if (await IsTooFastAsync(code, request.Context, ct))
            return OAuthError.SlowDown("The client polls too fast: it must wait 5 seconds longer from now on.");
        return code.Status == DeviceCodeStatus.Pending
            ? OAuthError.AuthorizationPending("The resource owner has not answered yet.")
            : Granted.Continuing(code, presented);
    }

    private async ValueTask<bool> IsTooFastAsync(DeviceCode code, OAuthContext context, CancellationToken ct)
    {
        var tooFast = context.Now < code.LastPolledAt + code.Interval;
        var interval = tooFast ? code.Interval + Slower : code.Interval;
        // If another poll was recorded in between, this one was too fast too.
        return !await model.RecordPollAsync(code, interval, context, ct) || tooFast;
    }
}
