namespace OAuth2Server;

/// <content>The device authorization grant (RFC 8628).</content>
public sealed partial class AuthorizationServer
{
    private readonly DeviceAuthorizationEndpoint? _deviceAuthorization;
    private readonly DeviceVerification? _deviceVerification;

    /// <summary>The device authorization endpoint (RFC 8628 §3.1): a device asks for a code to poll with and one to show.</summary>
    /// <param name="request">A POST with a form.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>200 with the codes, or an error in JSON: <c>invalid_request</c>, <c>invalid_client</c>, <c>unauthorized_client</c>, <c>invalid_scope</c>, <c>invalid_target</c>, <c>server_error</c>; 404 where there is no <see cref="DeviceCodeGrant"/>.</returns>
    public ValueTask<OAuthResponse> AuthorizeDeviceAsync(OAuthRequest request, CancellationToken ct = default) =>
        AnswerAsync("DeviceAuthorization", request, context => _deviceAuthorization?.HandleAsync(context, ct) ?? new(NoDeviceGrant()), ct);

    /// <summary>Finds the request behind a user code that a signed-in resource owner typed (RFC 8628 §3.3).</summary>
    /// <param name="userCode">As it was typed: case, dashes and blanks do not matter.</param>
    /// <param name="request">The request of the browser.</param>
    /// <param name="ct">Cancelled when the browser goes away.</param>
    /// <returns>The request, to be shown with its <see cref="DeviceRequest.UserCode"/>, also where a link brought the code (§3.3.1); <c>invalid_grant</c> for every code that cannot be answered, which says no more; <c>server_error</c>.</returns>
    public async ValueTask<Outcome<DeviceRequest>> FindDeviceRequestAsync(string userCode, OAuthRequest request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(userCode);
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var context = ContextOf(request);
            var found = _deviceVerification is null ? NoDeviceGrant() : await _deviceVerification.FindAsync(userCode, context, ct);
            if (found.IsError(out var error, out _)) _log.Refused("DeviceVerification", error, context);
            return found;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            _log.Failed(e, "DeviceVerification", request.CorrelationId);
            return OAuthError.ServerError();
        }
    }

    /// <summary>Records the resource owner's answer, which the device hears at its next poll.</summary>
    /// <param name="request">What <see cref="FindDeviceRequestAsync"/> gave, lately.</param>
    /// <param name="decision">The answer. Take it only from a form that is safe from forgery (RFC 6749 §10.12).</param>
    /// <param name="ct">Cancelled when the browser goes away.</param>
    /// <exception cref="ArgumentException">The user of an allowing decision has no id.</exception>
    /// <returns>Null when it counts; <c>invalid_grant</c> when the request expired or was answered before; <c>access_denied</c> or <c>invalid_scope</c> when nothing of what was allowed may be given, which denies the request; <c>server_error</c>.</returns>
    public async ValueTask<OAuthError?> CompleteDeviceAsync(DeviceRequest request, Decision decision, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(decision);
        EnsureSomebodyAllows(decision);
        var context = new OAuthContext { Request = request.Original, Issuer = request.Issuer, Now = _clock.GetUtcNow(), ClientId = request.Client.Id };
        try
        {
            var error = await _deviceVerification!.CompleteAsync(request, decision, context, ct);
            var subject = (decision as Decision.Allowed)?.User.Id;
            if (error is not null) _log.Refused("DeviceVerification", error, context);
            else _log.DeviceAnswered(request.Client.Id, subject is null ? "denied" : "allowed", request.Code.Authorization.Id, subject, context.CorrelationId);
            return error;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            _log.Failed(e, "DeviceVerification", context.CorrelationId);
            return OAuthError.ServerError();
        }
    }

    private static OAuthError NoDeviceGrant() => new("invalid_request", "The server has no such endpoint.", 404) { Detail = "The device authorization grant is not added." };
}
