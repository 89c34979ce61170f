namespace OAuth2Server;

/// <summary>The resource owner's side of a device's request (RFC 8628 §3.3): it finds the request of a user code, and records the
/// answer.</summary>
internal sealed class DeviceVerification(IDeviceCodeModel model, OAuth2ServerOptions options, IScopeValidator scopes)
{
    /// <summary>Finds the request of a user code, in a call of its own.</summary>
    /// <param name="devices">The verification; null where the server has no device grant.</param>
    /// <param name="userCode">The code as it was typed.</param>
    /// <param name="userId">The signed-in user; the empty text when the page does not say.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Stops the work.</param>
    internal static ValueTask<Outcome<DeviceRequest>> FindAsync(
        DeviceVerification? devices, string userCode, string userId, OAuthContext context, CancellationToken ct) =>
        EndpointCall.RunAsync(EndpointName.DeviceVerification, context, (devices, userCode, userId), static (state, context, ct) =>
            state.devices?.FindAsync(state.userCode, state.userId, context, ct) ?? new(MissingEndpoint.Refusal), ct);

    /// <summary>Records the answer, in a call of its own.</summary>
    /// <returns>Null when it was recorded.</returns>
    internal async ValueTask<OAuthError?> CompleteAsync(
        DeviceRequest request, Decision decision, OAuthContext context, CancellationToken ct)
    {
        var outcome = await EndpointCall.RunAsync(
            EndpointName.DeviceCompletion, context, (devices: this, request, decision), static (state, context, ct) =>
            state.devices.RecordAsync(state.request, state.decision, context, ct), ct);
        return outcome.IsError(out var error, out _) ? error : null;
    }

    private async ValueTask<Outcome<DeviceRequest>> FindAsync(
        string typed, string userId, OAuthContext context, CancellationToken ct)
    {
        if (UserCode.Normalize(typed) is not { } userCode) return NotValid("No user code has this form.");
        if ((await LookUpAsync(userCode, userId, context, ct)).IsError(out var refused, out var code)) return refused;
        context.ClientId = code.Authorization.ClientId;
        // The client as it is now: since the device sent the request it may have been disabled, or have lost the grant.
        if (await model.GetClientAsync(code.Authorization.ClientId, context, ct) is not { } client
            || !client.GrantTypes.Contains(DeviceCodeGrant.Name, StringComparer.Ordinal))
            return NotValid("The client may no longer use the device authorization grant.");
        return new DeviceRequest(code, context) { Client = client, UserCode = UserCode.Show(userCode) };
    }

    private async ValueTask<Outcome<bool>> RecordAsync(DeviceRequest request, Decision decision, OAuthContext context, CancellationToken ct)
    {
        if (request.Code.IsExpired(context.Now)) return NotValid("The request expired before the answer was given.");
        var answer = await AnswerAsync(request, decision, context, ct);
        var isRefused = answer.IsError(out var error, out var granted);
        if (!await model.DecideDeviceCodeAsync(request.Code, granted, context, ct)) return NotValid("The request was answered before.");

        if (granted is { Subject: { } subject })
            await context.ReportAsync(new OAuthEvent.DeviceAllowed { AuthorizationId = granted.Id, Subject = subject });
        else if (decision is not Decision.Allowed)
            await context.ReportAsync(new OAuthEvent.AuthorizationDenied { AuthorizationId = request.Code.Authorization.Id });
        // A denial is the resource owner's answer; any other refusal is an error for the page, and the device gets access_denied.
        return isRefused && decision is Decision.Allowed ? error! : true;
    }

    // 34.5 bits can be guessed with enough attempts: failures are counted by network (RFC 8628 §5.1), and by user, whose networks can be
    // many.
    private async ValueTask<Outcome<DeviceCode>> LookUpAsync(string userCode, string userId, OAuthContext context, CancellationToken ct)
    {
        OAuthError? blocked = null;
        DeviceCode? code = null;
        var byNetwork = context.AttemptAt(AttemptKind.UserCode, "", model);
        async ValueTask<bool> FindInNetworkAsync(string userCode, CancellationToken ct)
        {
            var outcome = await context.VerifyAsync(byNetwork, userCode, async (userCode, ct) =>
            {
                code = await model.GetDeviceCodeByUserCodeAsync(new(userCode), context, ct);
                // A code that was answered or is expired is no failure: its user came back, or too late.
                return code is not null;
            }, ct);
            // What the network was refused is no failure of the user.
            return outcome.IsError(out blocked, out var isFound) || isFound;
        }

        if (userId.Length == 0) await FindInNetworkAsync(userCode, ct);
        else if ((await context.VerifyAsync(
            byNetwork with { Kind = AttemptKind.UserCodeOfUser, Name = userId }, userCode, FindInNetworkAsync, ct))
            .IsError(out var ofUser, out _)) blocked = ofUser;
        if (blocked is not null) return blocked;
        return code is { Status: DeviceCodeStatus.Pending } && !code.IsExpired(context.Now) && code.Authorization.Issuer == context.Issuer
            ? code
            : NotValid("No pending request of this issuer has this code.");
    }

    private async ValueTask<Outcome<Authorization>> AnswerAsync(
        DeviceRequest request, Decision decision, OAuthContext context, CancellationToken ct)
    {
        if (decision is not Decision.Allowed allowed) return decision.Refusal!;
        var (user, client) = (allowed.User, request.Client);
        if ((await AllowedScope.OfAsync(user, allowed.Scope, request.Scope, client, scopes, context, ct)).IsError(
            out var refused, out var scope)) return refused;
        return request.Code.Authorization with
        {
            Subject = user.Id,
            Scope = scope,
            GrantedAt = context.Now,
            EndsAt = context.Now + options.AuthorizationLifetime,
            Properties = allowed.PropertiesFor(request.AuthorizationDetails),
        };
    }

    // Unknown, expired, answered, of another issuer: all read alike, so that attempts reveal nothing (RFC 8628 §5.1).
    private static OAuthError NotValid(string detail) => OAuthError.InvalidGrant("The code is not valid.", "RFC 8628 §3.3", detail);
}
