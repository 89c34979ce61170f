namespace OAuth2Server;

/// <summary>The authorization endpoint (RFC 6749 §3.1): it checks the request and, after the resource owner's decision, issues the
/// code.</summary>
internal sealed class AuthorizationEndpoint(
    IAuthorizationCodeModel model, OAuth2ServerOptions options, AuthorizationChecks checks, IScopeValidator scopes, ITokenGenerator generator, TokenIssuer issuer)
    : IEndpoint
{
    public string Name => EndpointName.Authorization;

    public string Path => "/authorize";

    public void Describe(ServerMetadata metadata)
    {
        metadata.Add("authorization_endpoint", metadata.UrlOf(this));
        metadata.Add("response_types_supported", ["code"]);
        metadata.Add("response_modes_supported", ["query"]);
        metadata.Add("code_challenge_methods_supported", options.AllowPlainPkce ? ["S256", "plain"] : ["S256"]);
        metadata.Add("authorization_response_iss_parameter_supported", true);
    }

    /// <summary>Answers where there is no page to ask the resource owner on: a valid request gets <c>interaction_required</c>.</summary>
    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        var draft = new AuthorizationDraft(context, AuthorizationCodeGrant.Name);
        return (await ValidateAsync(draft, ct)).IsError(out var error, out _)
            ? AuthorizationRedirect.Refuse(draft, error)
            : AuthorizationRedirect.Refuse(draft, OAuthError.InteractionRequired("The server has no page to ask the resource owner on."));
    }

    /// <summary>Checks a request. After an error, the draft tells whether it is shown or redirected.</summary>
    internal async ValueTask<Outcome<AuthorizationRequest>> ValidateAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        if (draft.Context.Request.Method is not ("GET" or "POST")) return Preconditions.MethodNotAllowed("GET, POST");
        return await checks.RunAsync(AuthorizationChecks.At.Authorize, draft, ct) is { } error ? error : new AuthorizationRequest(draft);
    }

    /// <summary>Turns the resource owner's decision into a code.</summary>
    /// <returns>The text of the code, which the store does not have.</returns>
    internal async ValueTask<Outcome<Secret>> CompleteAsync(AuthorizationRequest request, Decision decision, OAuthContext context, CancellationToken ct)
    {
        if (decision is not Decision.Allowed allowed) return decision.Refusal!;
        var (client, user) = (request.Client, allowed.User);
        if ((await AllowedScope.OfAsync(user, allowed.Scope, request.Scope, client, scopes, context, ct)).IsError(out var refused, out var scope)) return refused;

        var text = await generator.GenerateAuthorizationCodeAsync(client, user, scope, context, ct);
        if (!Grammar.IsVsChar(text))
            throw new InvalidOperationException("The token generator made no code, or one with characters that no code has (RFC 6749 §A.11).");
        var authorization = issuer.NewAuthorization(client, user, context, new(scope, request.Resources, allowed.Properties));
        await model.SaveAuthorizationCodeAsync(new()
        {
            Hash = SecretHash.Of(text),
            Authorization = authorization,
            ExpiresAt = context.Now + options.AuthorizationCodeLifetime,
            RedirectUri = request.RedirectUri,
            RedirectUriSent = request.Draft.RedirectUriSent,
            CodeChallenge = request.Draft.Challenge.Value,
            CodeChallengeMethod = request.Draft.Challenge.Method,
            Properties = request.Draft.Properties,
        }, context, ct);
        await context.ReportAsync(new OAuthEvent.CodeIssued { AuthorizationId = authorization.Id, Subject = authorization.Subject, Scope = authorization.Scope });
        return new Secret(text);
    }
}
