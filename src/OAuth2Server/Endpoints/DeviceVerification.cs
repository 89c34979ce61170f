namespace OAuth2Server;

/// <summary>The resource owner's side of a device's request (RFC 8628 §3.3): which request is it, and what is the answer?</summary>
internal sealed class DeviceVerification(IDeviceCodeModel model, OAuth2ServerOptions options, IScopeValidator scopes)
{
    internal async ValueTask<Outcome<DeviceRequest>> FindAsync(string typed, OAuthContext context, CancellationToken ct)
    {
        if (UserCode.Normalize(typed) is not { } userCode) return NotValid("No user code looks like this.");
        if ((await LookUpAsync(userCode, context, ct)).IsError(out var refused, out var code)) return refused;
        var asked = code.Authorization;
        context.ClientId = asked.ClientId;
        // The client as it is now: it may have been disabled, or have lost the grant, since the device asked.
        if (await model.GetClientAsync(asked.ClientId, context, ct) is not { } client || !client.GrantTypes.Contains(DeviceCodeGrant.Name, StringComparer.Ordinal))
            return NotValid("The client may no longer use the device authorization grant.");

        return new DeviceRequest(code)
        {
            Client = client,
            Issuer = asked.Issuer,
            UserCode = UserCode.Show(userCode),
            Scope = asked.Scope,
            Resources = asked.Resources,
            Original = context.Request,
        };
    }

    /// <summary>Records the answer; null when it counts.</summary>
    internal async ValueTask<OAuthError?> CompleteAsync(DeviceRequest request, Decision decision, OAuthContext context, CancellationToken ct)
    {
        if (request.Code.IsExpired(context.Now)) return NotValid("The request expired before the answer came.");
        var answer = await AnswerAsync(request, decision, context, ct);
        var isRefused = answer.IsError(out var error, out var granted);
        if (!await model.DecideDeviceCodeAsync(request.Code, granted, context, ct)) return NotValid("The request was answered before.");
        // A denial is what the resource owner wanted; any other refusal is news, and the device is told access_denied.
        return isRefused && decision is Decision.Allowed ? error : null;
    }

    private async ValueTask<Outcome<DeviceCode>> LookUpAsync(string userCode, OAuthContext context, CancellationToken ct)
    {
        // 34.5 bits are few: who tries too many has to wait (RFC 8628 §5.1).
        var attempt = Attempt.AtUserCode(context, model);
        if (attempt.Wait is { } closed) return attempt.Refuse(closed);
        var code = await model.GetDeviceCodeByUserCodeAsync(new(userCode), context, ct);
        // A code that was answered or expired was no guess: somebody came back, or too late.
        if (await attempt.EndAsync(succeeded: code is not null, ct) is { } late) return attempt.Refuse(late);
        var isPending = code is { Status: DeviceCodeStatus.Pending } && !code.IsExpired(context.Now) && code.Authorization.Issuer == context.Issuer;
        return isPending ? code! : NotValid("No pending request of this issuer has this code.");
    }

    private async ValueTask<Outcome<Authorization>> AnswerAsync(DeviceRequest request, Decision decision, OAuthContext context, CancellationToken ct)
    {
        if (decision is not Decision.Allowed allowed) return OAuthError.AccessDenied("The resource owner denied the request.");
        if ((await AllowedScope.OfAsync(allowed, request.Client, request.Scope, scopes, context, ct)).IsError(out var refused, out var scope)) return refused;
        return request.Code.Authorization with
        {
            Subject = allowed.User.Id,
            Scope = scope,
            GrantedAt = context.Now,
            EndsAt = context.Now + options.AuthorizationLifetime,
            Properties = allowed.Properties,
        };
    }

    // Unknown, expired, answered, another issuer's: all read alike, so that guessing teaches nothing (RFC 8628 §5.1).
    private static OAuthError NotValid(string detail) => OAuthError.InvalidGrant("The code is not valid.", "RFC 8628 §3.3", detail);
}
