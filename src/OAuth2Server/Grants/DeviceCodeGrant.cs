namespace OAuth2Server;

/// <summary>The device authorization grant's second half: a device that polls until somebody has answered in a browser (RFC 8628 §3.4, §3.5).</summary>
/// <param name="model">Where the device codes are.</param>
public sealed class DeviceCodeGrant(IDeviceCodeModel model) : IGrant
{
    /// <summary>The grant type's name.</summary>
    public const string Name = "urn:ietf:params:oauth:grant-type:device_code";

    // RFC 8628 §3.5 names the number.
    private static readonly TimeSpan Slower = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string GrantType => Name;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        if (request["device_code"] is not { } text || !Grammar.IsVsChar(text)) return OAuthError.InvalidRequest("device_code is missing or malformed.", "RFC 8628 §3.4");

        var code = await model.GetDeviceCodeAsync(new(text), request.Context, ct);
        if (code is null || !request.Owns(code.Authorization)) return OAuthError.InvalidGrant("The device code is not valid.", "RFC 8628 §3.4");
        if (code.ConsumedAt is not null)
        {
            // Only the device knows the code: whoever shows it again, one of the two is a thief, and both lose what it gave (RFC 9700 §4.14.2).
            await model.RevokeAuthorizationAsync(code.Authorization.Id, request.Context, CancellationToken.None);
            return new OAuthError("invalid_grant", "The device code was used before.") { Rule = "RFC 8628 §3.5", Detail = $"Authorization {code.Authorization.Id} is revoked.", Revoked = (code.Authorization.Id, RevocationReason.DeviceCodeReused) };
        }
        if (code.Status == DeviceCodeStatus.Denied) return OAuthError.AccessDenied("The resource owner denied the request.");
        if (code.IsExpired(request.Context.Now)) return OAuthError.ExpiredToken("The device code is expired.");

        // An allowed code waits like any other: a client that ignores the interval gets no answer by it.
        if (await IsTooFastAsync(code, request.Context, ct)) return OAuthError.SlowDown("The client polls too fast: it must wait 5 seconds longer from now on.");
        if (code.Status == DeviceCodeStatus.Pending) return OAuthError.AuthorizationPending("The resource owner has not answered yet.");
        return new Granted { User = code.Authorization.Subject is { } subject ? new(subject) : User.None, Continues = code.Authorization, Consumes = code };
    }

    private async ValueTask<bool> IsTooFastAsync(DeviceCode code, OAuthContext context, CancellationToken ct)
    {
        var tooFast = context.Now < code.LastPolledAt + code.Interval;
        var interval = tooFast ? code.Interval + Slower : code.Interval;
        // Where another poll came in between, this one was too fast whatever it had found.
        return !await model.RecordPollAsync(code, interval, context, ct) || tooFast;
    }
}
