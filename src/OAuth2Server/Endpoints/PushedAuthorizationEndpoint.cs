namespace OAuth2Server;

/// <summary>The pushed authorization request endpoint (RFC 9126 §2): a client sends its authorization request to the server itself, and
/// gets a reference for the browser.</summary>
internal sealed class PushedAuthorizationEndpoint(
    ClientAuthentication clients, IPushedRequestModel model, PushedRequests pushed, OAuth2ServerOptions options,
    AuthorizationChecks checks, KeyBindings bindings) : IEndpoint
{
    public string Name => EndpointName.PushedAuthorization;

    public string Path => "/par";

    public BrowserAccess Browsers => BrowserAccess.ClientOrigins;

    // The authentication methods are those of the token endpoint (§5); there is no member for them.
    public void Describe(ServerMetadata metadata)
    {
        metadata.Add("pushed_authorization_request_endpoint", metadata.UrlOf(this));
        metadata.Add("require_pushed_authorization_requests", options.RequirePushedAuthorizationRequests);
    }

    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        if (Preconditions.OfPost(context, "RFC 9126 §2.3") is { } unreadable) return unreadable;
        // Before the client: one that must send its request again with a nonce sends the same client assertion (RFC 9449 §8).
        if (await bindings.CheckAsync(context, ct) is { } wrongProof) return wrongProof;
        var refusal = AuthorizationChecks.RefuseBeforeLookUp(context) ?? RequestSource.RefusePushed(context);
        if ((await clients.AuthenticateAsync(context, refusal, ct)).IsError(out var refused, out var client)) return refused;
        // Anyone can name a public client, and each request makes rows that last until they expire: of its proof, and its own.
        if (client.Type == ClientType.Public
            && await context.AdmitAsync(context.AttemptAt(AttemptKind.PushedRequest, client.Id, model)) is { } tooMany) return tooMany;
        var draft = new AuthorizationDraft(context, AuthorizationCodeGrant.Name) { Client = client, IsPushed = true };
        if (await checks.RunAsync(AuthorizationChecks.At.Push, draft, ct) is { } error) return error;

        var kept = await pushed.SaveAsync(draft, ct);
        await context.ReportAsync(new OAuthEvent.RequestPushed());
        return Answer(kept.Uri, kept.Request.ExpiresAt - context.Now);
    }

    // §2.2.
    private static OAuthResponse Answer(string uri, TimeSpan lifetime)
    {
        var json = JsonBody.Start();
        json.WriteString("request_uri"u8, uri);
        json.WriteNumber("expires_in"u8, (long)lifetime.TotalSeconds);
        var answer = OAuthResponse.Json(JsonBody.End());
        return new(201, answer.Headers, answer.Body);
    }
}
