namespace OAuth2Server;

/// <content>The device authorization grant (RFC 8628).</content>
public sealed partial class AuthorizationServer
{
    private readonly DeviceAuthorizationEndpoint? _deviceAuthorization;
    private readonly DeviceVerification? _deviceVerification;

    /// <summary>The device authorization endpoint (RFC 8628 §3.1): a device asks for a code to poll with and one to show.</summary>
    /// <param name="request">A POST with a form.</param>
    /// <param name="ct">Cancelled when the client hangs up.</param>
    /// <returns>200 with the codes, or an error in JSON: <c>invalid_request</c>, <c>invalid_client</c>, <c>unauthorized_client</c>, <c>invalid_scope</c>, <c>invalid_target</c>, <c>server_error</c>, <c>temporarily_unavailable</c> (429); 404 where there is no <see cref="DeviceCodeGrant"/>.</returns>
    public ValueTask<OAuthResponse> AuthorizeDeviceAsync(OAuthRequest request, CancellationToken ct = default) =>
        AnswerAsync(EndpointName.DeviceAuthorization, request, _deviceAuthorization is null ? (_, _) => new(NoDeviceGrant()) : _deviceAuthorization.HandleAsync, ct);

    /// <summary>Finds the request behind a user code that a signed-in resource owner typed (RFC 8628 §3.3).</summary>
    /// <param name="userCode">As it was typed: case, dashes and blanks do not matter.</param>
    /// <param name="request">The request of the browser.</param>
    /// <param name="ct">Cancelled when the browser goes away.</param>
    /// <returns>The request, to be shown with its <see cref="DeviceRequest.UserCode"/>, also where a link brought the code (§3.3.1); <c>invalid_grant</c> for every code that cannot be answered, which says no more; <c>temporarily_unavailable</c> (429) after too many wrong codes; <c>server_error</c>.</returns>
    public async ValueTask<Outcome<DeviceRequest>> FindDeviceRequestAsync(string userCode, OAuthRequest request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(userCode);
        return await _calls.RunAsync(EndpointName.DeviceVerification, request, FindAsync, ct);

        async ValueTask<Outcome<DeviceRequest>> FindAsync(OAuthContext context, CancellationToken ct) =>
            _deviceVerification is null ? NoDeviceGrant() : await _deviceVerification.FindAsync(userCode, context, ct);
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
        return (await _calls.RunAsync(EndpointName.DeviceCompletion, context, AnswerAsync, ct)).IsError(out var error, out _) ? error : null;

        async ValueTask<Outcome<bool>> AnswerAsync(OAuthContext context, CancellationToken ct)
        {
            if (await _deviceVerification!.CompleteAsync(request, decision, context, ct) is { } refused) return refused;
            await _journal.DeviceAnsweredAsync(request.Code.Authorization, (decision as Decision.Allowed)?.User.Id, context);
            return true;
        }
    }

    private static OAuthError NoDeviceGrant() => new("invalid_request", "The server has no such endpoint.", 404) { Detail = "The device authorization grant is not added." };
}
