namespace OAuth2Server;

/// <summary>The client registration endpoint (RFC 7591 §3): a client sends its metadata and gets its client id.</summary>
internal sealed class ClientRegistrationEndpoint(
    IClientRegistrationModel model, ClientRegistrationOptions options, RegistrationReview review,
    IReadOnlyCollection<IClientMetadataPart> parts) : IEndpoint
{
    /// <summary>The path of this endpoint; that of <see cref="ClientConfigurationEndpoint"/> starts with it.</summary>
    internal const string Root = "/register";

    public string Name => EndpointName.ClientRegistration;

    public string Path => Root;

    // A client in a browser has no redirect URI here yet that its origin could be known by.
    public BrowserAccess Browsers => BrowserAccess.EveryOrigin;

    public void Describe(ServerMetadata metadata) => metadata.Add("registration_endpoint", metadata.UrlOf(this));

    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        if (context.Request.Method != "POST") return OAuthError.MethodNotAllowed("POST", "RFC 7591 §3.1");
        var token = RegistrationAccess.TokenOf(context);
        if (await RefuseAsync(token, context, ct) is { } notPermitted) return notPermitted;
        if (context.Request.Body.Json().IsError(out var unreadable, out var metadata)) return unreadable;
        // Each registration makes a row, and its review may cost the application much.
        if (options.Mode != RegistrationMode.InitialAccessToken
            && await context.AdmitAsync(context.AttemptAt(AttemptKind.ClientRegistration, "", model)) is { } tooMany) return tooMany;
        var id = RandomText.Of(RandomText.Id);
        var presented = token.IsError(out _, out var secret) ? (Secret?)null : secret;
        if ((await review.RunAsync(metadata, id, null, presented, context, ct)).IsError(out var refused, out var client)) return refused;
        return await RegisterAsync(client, context, ct);
    }

    private async ValueTask<OAuthResponse> RegisterAsync(Client client, OAuthContext context, CancellationToken ct)
    {
        var secret = RegistrationRules.NeedsSecret(client) ? RandomText.Of(RandomText.Secret) : null;
        var accessToken = RandomText.Of(RandomText.Secret);
        var registration = new ClientRegistration
        {
            Client = client with { UnusedUntil = context.Now + options.UnusedAfter },
            Secret = secret is null ? null : SecretHash.Of(secret),
            AccessToken = SecretHash.Of(accessToken),
            RegisteredAt = context.Now,
        };
        context.ClientId = client.Id;
        await model.SaveRegistrationAsync(registration, context, ct);
        await context.ReportAsync(
            new OAuthEvent.ClientRegistered { DisplayName = client.DisplayName, RedirectUris = client.RedirectUris });
        return new ClientInformation
        {
            Registration = registration,
            Secret = secret,
            AccessToken = accessToken,
            Address = ClientConfigurationEndpoint.AddressOf(client.Id, context),
        }.ToResponse(201, parts);
    }

    private async ValueTask<OAuthError?> RefuseAsync(Outcome<Secret> token, OAuthContext context, CancellationToken ct)
    {
        if (options.Mode != RegistrationMode.InitialAccessToken) return null;
        if (token.IsError(out var missing, out var secret)) return RegistrationAccess.Challenged(missing, context);
        var attempt = context.AttemptAt(AttemptKind.InitialAccessToken, "", model);
        var outcome = await context.VerifyAsync(
            attempt, (options, secret), static (state, _) => new(state.options.Accepts(state.secret)), ct);
        if (outcome.IsError(out var blocked, out var isRight)) return blocked;
        return isRight ? null : RegistrationAccess.Challenged(OAuthError.InvalidToken("The initial access token is not valid."), context);
    }
}
