namespace OAuth2Server;

/// <summary>The introspection endpoint (RFC 7662): a client that may know it learns whether a token is active and what for; every other
/// client learns only that it is not.</summary>
internal sealed class IntrospectionEndpoint(
    IOAuthModel model, OAuth2ServerOptions options, ClientAuthentication clients, IIntrospectionFormat[] formats,
    ISubjectIdentifiers? subjects) : IEndpoint
{
    public string Name => EndpointName.Introspection;

    public string Path => "/introspect";

    // A client that proves nothing gets no answer (RFC 7662 §2.1).
    public void Describe(ServerMetadata metadata)
    {
        metadata.AddEndpoint("introspection", this, clients, except: NoClientAuthentication.MethodName, isForResourceServers: true);
        foreach (var format in formats) format.Describe(metadata);
    }

    public async ValueTask<Outcome<OAuthResponse>> HandleAsync(OAuthContext context, CancellationToken ct)
    {
        if (Preconditions.OfPost(context, "RFC 7662 §2.1") is { } unreadable) return unreadable;
        if ((await AuthenticateAsync(context, ct)).IsError(out var refused, out var client)) return refused;
        if ((await TokenSearch.FindAsync(model, "RFC 7662 §2.1", context, ct)).IsError(out var missing, out var found)) return missing;

        // One answer for every reason: it must not tell a token that exists from one that does not (RFC 7662 §2.2, §4).
        if (await WhyInactiveAsync(found, client, context, ct) is { } reason)
        {
            await context.ReportAsync(new OAuthEvent.TokenInactive { Reason = reason });
            return await AnswerAsync(IntrospectionResponse.Inactive, client, context, ct);
        }
        var user = await UserAsync(found.Authorization!, client, context, ct);
        var answer = found.Access is { } access
            ? IntrospectionResponse.Of(access, user, SeesActors(access.Authorization, user))
            : IntrospectionResponse.Of(found.Refresh!, user);
        return await AnswerAsync(answer, client, context, ct);
    }

    private ValueTask<OAuthResponse> AnswerAsync(
        ReadOnlyMemory<byte> answer, Client client, OAuthContext context, CancellationToken ct) =>
        Array.Find(formats, format => format.AppliesTo(context)) is { } chosen
            ? chosen.WriteAsync(answer, client, context, ct)
            : new(OAuthResponse.Json(answer));

    // A client sees its own tokens as it sees its users: with another identifier, where it has one, and then without the name (OpenID
    // Connect Core §8). A resource server sees the identifier that all resource servers see.
    private async ValueTask<DescribedUser> UserAsync(Authorization authorization, Client client, OAuthContext context, CancellationToken ct)
    {
        if (authorization.Subject is not { } subject) return default;
        var shown = client.Id == authorization.ClientId ? subjects?.Of(subject, client) ?? subject : subject;
        return shown == subject && model is IUsernameModel users
            ? new(shown, await users.GetUsernameAsync(subject, client, context, ct))
            : new(shown, null);
    }

    // A client that gets identifiers of its own gets none of other parties either (OpenID Connect Core §8).
    private static bool SeesActors(Authorization authorization, DescribedUser user) => user.Subject == authorization.Subject;

    private async ValueTask<Outcome<Client>> AuthenticateAsync(OAuthContext context, CancellationToken ct)
    {
        var outcome = await ConfidentialAsync(context, ct);
        if (!outcome.IsError(out var error, out _) || error.Code != "invalid_client") return outcome;
        // Failures are counted by network (RFC 7662 §4). Only a failure is refused by this count: a right secret has its own, and many
        // resource servers may share one address.
        var counted = await context.VerifyAsync(
            context.AttemptAt(AttemptKind.Introspection, "", model), 0, static (_, _) => new(false), ct);
        return counted.IsError(out var blocked, out _) ? blocked : outcome;
    }

    private async ValueTask<Outcome<Client>> ConfidentialAsync(OAuthContext context, CancellationToken ct)
    {
        // Any party can name a public client: without a proof an attacker could try tokens (RFC 7662 §2.1, §4).
        var publicClient = ClientAuthentication.Challenged(
            ClientAuthentication.Failed("RFC 7662 §2.1", "A public client may not introspect tokens."), context);
        // A client that describes itself is public, or sends an assertion.
        var refusal = TokenSearch.Refuse(context, "RFC 7662 §2.1") ?? (context["client_assertion"] is null ? publicClient : null);
        if ((await clients.AuthenticateAsync(context, refusal, ct)).IsError(out var error, out var client)) return error;
        return client.Type == ClientType.Confidential ? client : publicClient;
    }

    private async ValueTask<string?> WhyInactiveAsync(TokenSearch found, Client client, OAuthContext context, CancellationToken ct) =>
        WhyInactive(found, client, context.Now)
        ?? (options.CheckClientAndUserOfTokens
            ? await TokenHolders.ProblemAsync(found.Authorization!, model, client, context, ct)
            : null)
        ?? (found.Access is { } access ? await SubjectTokens.ProblemAsync(access, model, options, context, ct) : null);

    // Why the token itself is not active for this client, for the log; null when it is active.
    private string? WhyInactive(TokenSearch found, Client client, DateTimeOffset now) => found switch
    {
        { Access: { } access } => access.ExpiresAt <= now ? "it is expired" : MaySee(access, client) ? null : "it is not for this client",
        { Refresh: { } refresh } when refresh.Authorization.ClientId != client.Id => "it is another client's refresh token",
        { Refresh: { } refresh } => refresh.ConsumedAt is not null ? "it was used" : refresh.IsExpired(now) ? "it is expired" : null,
        _ => "it is unknown or revoked",
    };

    // A client may see its own tokens. A resource server may see the tokens that are for it (RFC 7662 §4).
    private bool MaySee(AccessToken token, Client client) =>
        token.Authorization.ClientId == client.Id
        || (IsResourceServer(client)
            && (token.Audience.IsEmpty || token.Audience.Any(resource => ResourceIndicators.IsOf(client, resource, options))));

    // It has no grants, or it may exchange the tokens that it is sent as a resource (RFC 8693).
    private bool IsResourceServer(Client client) =>
        ProfileChecks.IsResourceServer(client)
        || (client.GrantTypes.Contains(TokenExchangeGrant.Name) && options.Resources.Any(resource => resource.ClientId == client.Id));
}
