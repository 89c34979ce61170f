namespace OAuth2Server.OpenIdConnect;

/// <summary>The endpoint to which a client sends the browser to sign the user out (OpenID Connect RP-Initiated Logout 1.0 §2). It checks
/// the request; the adapter ends the session, or asks the user.</summary>
/// <param name="clients">Finds the client.</param>
/// <param name="hints">Reads the <c>id_token_hint</c>.</param>
/// <param name="options">The settings.</param>
/// <param name="sessions">Keeps the clients of sessions, which are informed of the end of a session; null for none.</param>
public sealed class EndSessionEndpoint(
    IOAuthModel clients, IdTokenHints hints, OpenIdConnectOptions options, ISessionClientModel? sessions = null) : IEndpoint
{
    /// <summary>The <see cref="Name"/>.</summary>
    public const string EndpointName = "end_session";

    // The state travels in a URL, and is the only text of the request that comes back.
    private const int MaxState = 2048;
    private const int MaxLocales = 10;
    private const string Section = "OpenID Connect RP-Initiated Logout 1.0 §2";

    /// <inheritdoc/>
    public string Name => EndpointName;

    /// <inheritdoc/>
    public string Path => "/end_session";

    /// <inheritdoc/>
    public void Describe(ServerMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        metadata.Add("end_session_endpoint", metadata.UrlOf(this));
        metadata.Add("backchannel_logout_supported", sessions is not null);
        metadata.Add("backchannel_logout_session_supported", sessions is not null);
        var hasFrames = sessions is not null && options.FrontChannelLogout;
        metadata.Add("frontchannel_logout_supported", hasFrames);
        metadata.Add("frontchannel_logout_session_supported", hasFrames);
    }

    /// <summary>Checks a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the browser closes the connection.</param>
    /// <returns>204 for a valid one, which <see cref="LogoutRequest.Of"/> gives; otherwise a page with the error: never a redirect, because
    /// no address of the request is proven then.</returns>
    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        if ((await CheckAsync(context, ct)).IsError(out var error, out var request)) return ErrorPage.For(error, context.CorrelationId);
        context.Items[typeof(LogoutRequest)] = request;
        return new OAuthResponse(204, [new("Cache-Control", "no-store")], default);
    }

    private async ValueTask<Outcome<LogoutRequest>> CheckAsync(OAuthContext context, CancellationToken ct)
    {
        if (context.Request.Method is not ("GET" or "POST"))
            return OAuthError.MethodNotAllowed("GET, POST", Section);
        var parameters = context.Parameters;
        if (parameters.Problem is { } problem) return problem;
        IdTokenHint? hint = null;
        if (parameters["id_token_hint"] is { } text && (hint = await hints.ReadAsync(text, context, ct)) is null)
            return Refuse("The id_token_hint is no ID token of this server.");
        // Both name the client: an ID token of one client must not send the browser to another one.
        if (hint is not null && parameters["client_id"] is { } named && named != hint.ClientId)
            return Refuse("The id_token_hint is not for the client_id.");
        var clientId = hint?.ClientId ?? parameters["client_id"];
        // Anyone can send the browser here with the identifier of any client.
        context.IsForIssuedToken = true;
        var client = clientId is null ? null : await clients.GetClientAsync(clientId, context, ct);
        if (clientId is not null && client is null) return Refuse("There is no such client.");
        if (TargetOf(client, parameters).IsError(out var error, out var target)) return error;
        return new LogoutRequest(options)
        {
            Client = client,
            Hint = hint,
            Target = target.Length == 0 ? null : target,
            UiLocales = [.. (parameters["ui_locales"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxLocales)],
        };
    }

    // The empty text for no target. Without a client there is none to compare with, and the address is not used.
    private static Outcome<string> TargetOf(Client? client, RequestParameters parameters)
    {
        if (client is null || parameters["post_logout_redirect_uri"] is not { } uri) return "";
        // As text, like every redirect URI (RFC 9700 §2.1).
        if (!OpenIdClient.Of(client).PostLogoutRedirectUris.Contains(uri, StringComparer.Ordinal))
            return Refuse("The post_logout_redirect_uri is not registered for the client.");
        if (parameters["state"] is not { } state) return uri;
        if (state.Length > MaxState) return Refuse($"The state has more than {MaxState} characters.");
        return LogoutAddress.With(uri, ("state", state));
    }

    private static OAuthError Refuse(string detail) => OAuthError.InvalidRequest(detail, Section);
}
