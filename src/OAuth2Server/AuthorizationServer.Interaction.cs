namespace OAuth2Server;

/// <content>What the application's pages call: authorization requests, devices, and the origins of pages.</content>
public sealed partial class AuthorizationServer
{
    /// <summary>The first half of the authorization endpoint (RFC 6749 §3.1): is the request valid, and where may it be answered?</summary>
    /// <param name="request">A GET with a query or a POST with a form.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>A valid request, to ask the resource owner about and to complete; an error page, as long as the redirect URI is not proven;
    /// an error redirect.</returns>
    public ValueTask<AuthorizationStep> AuthorizeAsync(OAuthRequest request, CancellationToken ct = default) =>
        AuthorizeAsync(Begin(request), ct);

    /// <summary>The first half of the authorization endpoint, for a request that was started before.</summary>
    /// <param name="context">The request; its <see cref="OAuthContext.Parameters"/> are checked.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>As the other overload.</returns>
    public ValueTask<AuthorizationStep> AuthorizeAsync(OAuthContext context, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AuthorizationEndpoint.CheckAsync(Authorization, context, ct);
    }

    /// <summary>The second half: the resource owner has decided.</summary>
    /// <param name="request">What <see cref="AuthorizeAsync(OAuthContext, CancellationToken)"/> returned, a short time ago.</param>
    /// <param name="decision">The decision. Take it only from a form that is safe from forgery (RFC 6749 §10.12).</param>
    /// <param name="context">The HTTP request of the form; null for the one that the authorization request came with, at the time that it
    /// is now.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>A redirect to the client with a code, or with <c>access_denied</c>, <c>invalid_scope</c>, <c>server_error</c> or the error
    /// of a <see cref="Decision.Refused"/>; with <c>consent_required</c> when the <see cref="Decision.Allowed.Consent"/> does not stand any
    /// more: ask the resource owner and do not send this one.</returns>
    public ValueTask<OAuthResponse> CompleteAsync(
        AuthorizationRequest request, Decision decision, OAuthContext? context = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(decision);
        return Authorization!.CompleteAsync(request, decision, context ?? Resume(request.Draft.Context, request.Client), ct);
    }

    /// <summary>Finds the request behind a user code that a signed-in resource owner typed (RFC 8628 §3.3).</summary>
    /// <param name="userCode">The code as it was typed: case, dashes and blanks do not matter.</param>
    /// <param name="request">The request of the browser.</param>
    /// <param name="ct">Cancelled when the browser closes the connection.</param>
    /// <returns>The request, to be shown with its <see cref="DeviceRequest.UserCode"/>, also where a link brought the code (§3.3.1);
    /// <c>invalid_grant</c> for every code that
    /// cannot be answered, without a reason; <c>temporarily_unavailable</c> (429) after too many wrong codes;
    /// <c>server_error</c>.</returns>
    public ValueTask<Outcome<DeviceRequest>> FindDeviceRequestAsync(
        string userCode, OAuthRequest request, CancellationToken ct = default) =>
        FindDeviceRequestAsync(userCode, Begin(request), ct);

    /// <summary>Finds the request behind a user code, for a request that was started before.</summary>
    /// <param name="userCode">The code as it was typed.</param>
    /// <param name="context">The request of the browser.</param>
    /// <param name="ct">Cancelled when the browser closes the connection.</param>
    /// <returns>As the other overload.</returns>
    public ValueTask<Outcome<DeviceRequest>> FindDeviceRequestAsync(string userCode, OAuthContext context, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(userCode);
        ArgumentNullException.ThrowIfNull(context);
        return DeviceVerification.FindAsync(Devices, userCode, userId: "", context, ct);
    }

    /// <summary>Finds the request behind a user code, and counts wrong codes by the signed-in user too, not only by network: a user can
    /// have many networks (RFC 8628 §5.1).</summary>
    /// <param name="userCode">The code as it was typed.</param>
    /// <param name="user">The signed-in user.</param>
    /// <param name="context">The request of the browser.</param>
    /// <param name="ct">Cancelled when the browser closes the connection.</param>
    /// <returns>As the other overloads.</returns>
    public ValueTask<Outcome<DeviceRequest>> FindDeviceRequestAsync(
        string userCode, User user, OAuthContext context, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(userCode);
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(context);
        return DeviceVerification.FindAsync(Devices, userCode, user.Id, context, ct);
    }

    /// <summary>Records the resource owner's answer, which the device gets at its next poll.</summary>
    /// <param name="request">What <see cref="FindDeviceRequestAsync(string, OAuthContext, CancellationToken)"/> returned, a short time
    /// ago.</param>
    /// <param name="decision">The decision. Take it only from a form that is safe from forgery (RFC 6749 §10.12).</param>
    /// <param name="context">The HTTP request of the form; null for the one that the request was found with, at the time that it is
    /// now.</param>
    /// <param name="ct">Cancelled when the browser closes the connection.</param>
    /// <returns>Null when it was recorded; <c>invalid_grant</c> when the request is expired or was answered before; <c>access_denied</c> or
    /// <c>invalid_scope</c> when nothing
    /// of what was allowed may be given, which denies the request; <c>server_error</c>.</returns>
    public ValueTask<OAuthError?> CompleteDeviceAsync(
        DeviceRequest request, Decision decision, OAuthContext? context = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(decision);
        return Devices!.CompleteAsync(request, decision, context ?? Resume(request.Context, request.Client), ct);
    }

    /// <summary>Whether requests may have authorization details (RFC 9396): <see cref="OAuth2ServerOptions.AuthorizationDetailsTypes"/>
    /// has a type.</summary>
    public bool HasAuthorizationDetailsTypes => _environment.Options.AuthorizationDetailsTypes.Count > 0;

    /// <summary>The texts about authorization details, for a page that asks the resource owner (RFC 9396 §12): one for each object, in this
    /// order.</summary>
    /// <param name="details">The details of an <see cref="AuthorizationRequest"/> or a <see cref="DeviceRequest"/>.</param>
    /// <exception cref="InvalidOperationException">The server has no such type.</exception>
    public IReadOnlyList<string> Describe(AuthorizationDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return [.. details.Select(one => RequestedDetails.Find(one.Type, _environment.Options)?.Describe(one)
            ?? throw new InvalidOperationException($"The server has no type '{one.Type}' of authorization details."))];
    }

    /// <summary>Decides whether the page that sent a request may read the answer (CORS): its origin is that of a public client's redirect
    /// URI.</summary>
    /// <remarks>For endpoints with <see cref="BrowserAccess.ClientOrigins"/>. Then send <c>Access-Control-Allow-Origin</c>, on errors too,
    /// and never <c>Access-Control-Allow-Credentials</c>.</remarks>
    /// <param name="context">The request, or the preflight before it; its <c>Origin</c> header decides.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>False also when the model is no <see cref="IClientOriginModel"/>, or fails.</returns>
    public ValueTask<bool> AllowsOriginAsync(OAuthContext context, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return OriginCheck.RunAsync(_model, _environment.Origins, context, ct);
    }

    // The same HTTP request later: the clock is read again, the issuer stays the one that the request was found valid for.
    private OAuthContext Resume(OAuthContext before, Client client)
    {
        var context = _environment.Begin(before.Request, before.Handlers, before.EndpointsPath);
        (context.Issuer, context.ClientId) = (before.Issuer, client.Id);
        return context;
    }
}
