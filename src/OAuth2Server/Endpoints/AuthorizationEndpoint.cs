namespace OAuth2Server;

/// <summary>The authorization endpoint (RFC 6749 §3.1): first whom to answer, then whether the request is good, then, after the resource owner's answer, the code.</summary>
internal sealed class AuthorizationEndpoint(IAuthorizationCodeModel model, OAuth2ServerOptions options, IRedirectUriPolicy redirectUris, IScopeValidator scopes, ITokenGenerator generator, TokenIssuer issuer)
{
    private const int MaxStateLength = 2048;

    /// <summary>Where an answer may be sent: known only once client and redirect URI are proven.</summary>
    internal sealed record Target(Client Client, string RedirectUri, bool RedirectUriSent, string? State)
    {
        /// <summary>The client alone: the state is the client's secret.</summary>
        public override string ToString() => $"Target({Client.Id})";
    }

    /// <summary>A code, which the store does not have, and what it stands for.</summary>
    internal sealed record IssuedCode(string Text, Authorization Authorization)
    {
        /// <summary>The authorization alone: the text is the code.</summary>
        public override string ToString() => $"IssuedCode({Authorization.Id})";
    }

    /// <summary>Errors of this half are shown to the user: redirecting them would make the server an open redirector (RFC 9700 §4.11).</summary>
    internal async ValueTask<Outcome<Target>> FindTargetAsync(OAuthContext context, CancellationToken ct)
    {
        var request = context.Request;
        if (request.Method is not ("GET" or "POST")) return Refusals.MethodNotAllowed("GET, POST");
        if (request.Parameters.Malformed is { } malformed) return malformed;
        if (request.Parameters.IsRepeated("client_id") || request.Parameters.IsRepeated("redirect_uri")) return OAuthError.InvalidRequest("client_id or redirect_uri is sent more than once.", "RFC 6749 §3.1");

        if (request["client_id"] is not { } id || !Grammar.IsVsChar(id)) return OAuthError.InvalidRequest("client_id is missing or malformed.", "RFC 6749 §4.1.1");
        if (await model.GetClientAsync(id, context, ct) is not { } client) return OAuthError.InvalidClient("The client is unknown.", "RFC 6749 §4.1.2.1");
        context.ClientId = client.Id;

        if ((await RedirectUriAsync(client, context, ct)).IsError(out var refused, out var redirectUri)) return refused;
        return new Target(client, redirectUri, request["redirect_uri"] is not null, EchoedState(request));
    }

    /// <summary>Errors of this half are redirected to the client.</summary>
    internal async ValueTask<Outcome<AuthorizationRequest>> ValidateAsync(Target target, OAuthContext context, CancellationToken ct)
    {
        var (request, client) = (context.Request, target.Client);
        if (Refusals.Unreadable(request) is { } repeated) return repeated;
        if (request["state"] is not null && target.State is null) return OAuthError.InvalidRequest($"state is malformed or longer than {MaxStateLength} characters.", "RFC 6749 §A.5");
        if (request["response_type"] is not { } responseType) return OAuthError.InvalidRequest("response_type is missing.", "RFC 6749 §4.1.1");
        if (responseType != "code") return OAuthError.UnsupportedResponseType("response_type must be code.");
        if (!client.GrantTypes.Contains(AuthorizationCodeGrant.Name, StringComparer.Ordinal)) return OAuthError.UnauthorizedClient("The client is not registered for authorization codes.", "RFC 6749 §4.1.2.1");
        if (Pkce.Read(request, client, options.AllowPlainPkce).IsError(out var unproven, out var challenge)) return unproven;
        if (Refusals.Scope(request).IsError(out var malformed, out var requested)) return malformed;
        if ((await scopes.ValidateScopeAsync(user: null, client, requested.OrNull, context, ct)).IsError(out var refused, out var scope)) return refused;
        if (ResourceIndicators.Read(request, options).IsError(out var unknown, out var resources)) return unknown;

        return new AuthorizationRequest
        {
            Client = client,
            Issuer = context.Issuer,
            Scope = scope,
            RedirectUri = target.RedirectUri,
            RedirectUriSent = target.RedirectUriSent,
            State = target.State,
            Challenge = challenge,
            Resources = resources,
            Original = request,
        };
    }

    /// <summary>Turns the resource owner's answer into a code.</summary>
    internal async ValueTask<Outcome<IssuedCode>> CompleteAsync(AuthorizationRequest request, Decision decision, OAuthContext context, CancellationToken ct)
    {
        if (decision is not Decision.Allowed allowed) return OAuthError.AccessDenied("The resource owner denied the request.");
        if ((await AllowedScope.OfAsync(allowed, request.Client, request.Scope, scopes, context, ct)).IsError(out var refused, out var scope)) return refused;

        var text = await generator.GenerateAuthorizationCodeAsync(request.Client, allowed.User, scope, context, ct);
        if (!Grammar.IsVsChar(text)) throw new InvalidOperationException("The token generator made no code, or one with characters that no code has (RFC 6749 §A.11).");
        var authorization = issuer.NewAuthorization(request.Client, allowed.User, scope, request.Resources, allowed.Properties, context);
        await model.SaveAuthorizationCodeAsync(new()
        {
            Hash = SecretHash.Of(text),
            Authorization = authorization,
            ExpiresAt = context.Now + options.AuthorizationCodeLifetime,
            RedirectUri = request.RedirectUri,
            RedirectUriSent = request.RedirectUriSent,
            CodeChallenge = request.Challenge.Value,
            CodeChallengeMethod = request.Challenge.Method,
        }, context, ct);
        return new IssuedCode(text, authorization);
    }

    private async ValueTask<Outcome<string>> RedirectUriAsync(Client client, OAuthContext context, CancellationToken ct)
    {
        if (context.Request["redirect_uri"] is not { } named)
        {
            // Guessing among several would send the code where the client does not expect it (RFC 6749 §3.1.2.3).
            if (client.RedirectUris is not [var only]) return OAuthError.InvalidRequest("redirect_uri is missing, and the client has not exactly one.", "RFC 6749 §3.1.2.3");
            named = only;
        }
        else if (RedirectUri.Problem(named) is null && !await redirectUris.ValidateRedirectUriAsync(named, client, context, ct))
        {
            return OAuthError.InvalidRequest("redirect_uri is not registered for the client.", "RFC 6749 §3.1.2.4");
        }
        return RedirectUri.Problem(named) is { } problem ? OAuthError.InvalidRequest("redirect_uri may not be used.", "RFC 9700 §2.1", problem) : named;
    }

    // What comes back to the client is exactly what it sent, or nothing.
    private static string? EchoedState(OAuthRequest request) =>
        request["state"] is { Length: <= MaxStateLength } state && Grammar.IsVsChar(state) && !request.Parameters.IsRepeated("state") ? state : null;
}
