namespace OAuth2Server;

/// <summary>The authorization endpoint (RFC 6749 §3.1): it checks the request and, after the resource owner's decision, issues the
/// code.</summary>
internal sealed class AuthorizationEndpoint(
    IAuthorizationCodeModel model, OAuth2ServerOptions options, AuthorizationChecks checks, RequestSource source,
    PushedRequests? pushed, IScopeValidator scopes, ITokenGenerator generator, TokenIssuer issuer)
    : IEndpoint
{
    public string Name => EndpointName.Authorization;

    public string Path => "/authorize";

    public void Describe(ServerMetadata metadata)
    {
        metadata.Add("authorization_endpoint", metadata.UrlOf(this));
        metadata.Add("response_types_supported", ["code"]);
        metadata.Add("response_modes_supported", ["query", "form_post"]);
        metadata.Add("code_challenge_methods_supported", options.AllowPlainPkce ? ["S256", "plain"] : ["S256"]);
        metadata.Add("authorization_response_iss_parameter_supported", true);
        source.Describe(metadata);
    }

    /// <summary>Checks a request, in a call of its own.</summary>
    /// <param name="endpoint">The endpoint; null where the server issues no codes.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Stops the work.</param>
    internal static async ValueTask<AuthorizationStep> CheckAsync(
        AuthorizationEndpoint? endpoint, OAuthContext context, CancellationToken ct)
    {
        var draft = new AuthorizationDraft(context, AuthorizationCodeGrant.Name);
        var sent = context.Parameters;
        var outcome = await EndpointCall.RunAsync(EndpointName.Authorization, context, (endpoint, draft), static (state, _, ct) =>
            state.endpoint?.ValidateAsync(state.draft, ct)
            ?? new(OAuthError.UnsupportedResponseType("The server issues no authorization codes.")), ct);
        // Otherwise a second check in the same HTTP request would not see that the request was pushed.
        context.UseParameters(sent);
        return outcome.IsError(out var error, out var request) ? new(AuthorizationRedirect.Refuse(draft, error)) : new(request);
    }

    /// <summary>Completes a request, in a call of its own.</summary>
    internal async ValueTask<OAuthResponse> CompleteAsync(
        AuthorizationRequest request, Decision decision, OAuthContext context, CancellationToken ct)
    {
        context.UseParameters(request.Parameters);
        var outcome = await EndpointCall.RunAsync(
            EndpointName.Completion, context, (endpoint: this, request, decision), static (state, context, ct) =>
            state.endpoint.DecideAsync(state.request, state.decision, context, ct), ct);
        return outcome.IsError(out var error, out var code)
            ? AuthorizationRedirect.WithError(request, error)
            : AuthorizationRedirect.WithCode(request, code);
    }

    /// <summary>Answers where there is no page to ask the resource owner on: a valid request gets <c>interaction_required</c>.</summary>
    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        var draft = new AuthorizationDraft(context, AuthorizationCodeGrant.Name);
        return (await ValidateAsync(draft, ct)).IsError(out var error, out _)
            ? AuthorizationRedirect.Refuse(draft, error)
            : AuthorizationRedirect.Refuse(draft, OAuthError.InteractionRequired("The server has no page to ask the resource owner on."));
    }

    // After an error, the draft tells whether it is shown or redirected.
    private async ValueTask<Outcome<AuthorizationRequest>> ValidateAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        if (draft.Context.Request.Method is not ("GET" or "POST")) return OAuthError.MethodNotAllowed("GET, POST", "RFC 6749 §3.1");
        if (await checks.RunAsync(AuthorizationChecks.At.Authorize, draft, ct) is { } error) return error;
        await source.KeepAsync(draft, ct);
        return new AuthorizationRequest(draft);
    }

    private async ValueTask<Outcome<Secret>> DecideAsync(
        AuthorizationRequest request, Decision decision, OAuthContext context, CancellationToken ct)
    {
        if (decision is Decision.Allowed allowed) return await IssueCodeAsync(request, allowed, context, ct);
        // A user who denied has answered. One who was not asked has not: the client may send the browser again.
        if (decision is Decision.Denied && !await ConsumeAsync(request, context, ct)) return PushedRequests.Answered;
        return decision.Refusal!;
    }

    // Turns the resource owner's decision into a code; the store does not have its text.
    private async ValueTask<Outcome<Secret>> IssueCodeAsync(
        AuthorizationRequest request, Decision.Allowed allowed, OAuthContext context, CancellationToken ct)
    {
        var (client, user) = (request.Client, allowed.User);
        if (request.Interaction.IsOtherClass(UserAuthentication.In(allowed.Properties)))
            return OAuthError.UnmetAuthenticationRequirements("The sign-in has none of the context classes that are needed.");
        if ((await AllowedScope.OfAsync(user, allowed.Scope, request.Scope, client, scopes, context, ct)).IsError(
            out var refused, out var scope)) return refused;

        var text = await generator.GenerateAuthorizationCodeAsync(client, user, scope, context, ct);
        if (!Grammar.IsVsChar(text))
            throw new InvalidOperationException(
                "The token generator made no code, or one with characters that no code has (RFC 6749 §A.11).");
        var properties = allowed.PropertiesFor(request.AuthorizationDetails);
        var authorization = issuer.NewAuthorization(client, user, context, new(scope, request.Resources, properties));
        if (!await SaveAsync(CodeOf(text, authorization, request, context), allowed.Consent, context, ct))
            return OAuthError.ConsentRequired("The consent was withdrawn or changed meanwhile.");
        // After the save: a code that could not be saved, or was not allowed, leaves the request as it was. The text of the code is given
        // to no client before this, so that of several answers at the same time one gives a code (RFC 9126 §7.3).
        if (!await ConsumeAsync(request, context, ct))
        {
            await model.RevokeAuthorizationAsync(authorization, context, ct);
            return PushedRequests.Answered;
        }
        await context.ReportAsync(
            new OAuthEvent.CodeIssued { AuthorizationId = authorization.Id, Subject = authorization.Subject, Scope = authorization.Scope });
        return new Secret(text);
    }

    private ValueTask<bool> ConsumeAsync(AuthorizationRequest request, OAuthContext context, CancellationToken ct) =>
        request.Draft.Pushed is { } known && pushed is not null ? pushed.ConsumeAsync(known, context, ct) : new(true);

    private AuthorizationCode CodeOf(string text, Authorization authorization, AuthorizationRequest request, OAuthContext context) => new()
    {
        Hash = SecretHash.Of(text),
        Authorization = authorization,
        ExpiresAt = context.Now + ProfileChecks.CodeLifetime(options.AuthorizationCodeLifetime, request.Client, context),
        RedirectUri = request.RedirectUri,
        RedirectUriSent = request.Draft.RedirectUriSent,
        CodeChallenge = request.Draft.Challenge.Value,
        CodeChallengeMethod = request.Draft.Challenge.Method,
        Properties = request.Draft.Properties,
    };

    // False when the code rests on a consent that does not stand any more.
    private async ValueTask<bool> SaveAsync(AuthorizationCode code, Consent? consent, OAuthContext context, CancellationToken ct)
    {
        if (consent is null)
        {
            await model.SaveAuthorizationCodeAsync(code, context, ct);
            return true;
        }
        return model is IConsentModel consents
            ? await consents.SaveConsentedCodeAsync(code, consent, context, ct)
            : throw new InvalidOperationException(
                $"The decision rests on a remembered consent, and {model.GetType().Name} remembers none: implement IConsentModel.");
    }
}
