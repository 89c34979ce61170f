namespace OAuth2Server;

/// <summary>Token exchange (RFC 8693): a client gives an access token of a user, which it was issued or was sent, for one that is valid at
/// another resource.</summary>
/// <remarks>It issues no refresh token. The new token never has more scope than the subject token, is never valid longer, and ends with
/// it.</remarks>
/// <param name="model">Finds the tokens.</param>
/// <param name="environment">The settings of the server.</param>
/// <param name="options">Who may exchange what.</param>
/// <param name="others">The types of tokens that it issues beside access tokens; null for none.</param>
/// <exception cref="ArgumentException">A setting of the exchange is wrong; the message says which and why.</exception>
public sealed class TokenExchangeGrant(
    IAccessTokenModel model, OAuthEnvironment environment, TokenExchangeOptions options, IEnumerable<IExchangedTokenType>? others = null)
    : IGrant
{
    /// <summary>The grant type's name.</summary>
    public const string Name = "urn:ietf:params:oauth:grant-type:token-exchange";

    private readonly OAuth2ServerOptions _server = environment.Options;
    private readonly TokenExchangeOptions _options = options.Checked(environment.Options);
    private readonly IExchangedTokenType[] _others = [.. others ?? []];
    private readonly ExchangeParties _parties = new(model, environment.Options, options.MaxExchanges);

    /// <inheritdoc/>
    public string GrantType => Name;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        // Any party can name a public client: with a token that it found, it would get others.
        if (request.Client.Type != ClientType.Confidential)
            return OAuthError.UnauthorizedClient("A public client may not exchange tokens.", "RFC 8693 §2.1");
        if (Array.Find(_others, one => one.TokenType == request["requested_token_type"]) is { } other)
            return await OtherAsync(other, request, ct);
        if (ExchangeRequest.Read(request, _server).IsError(out var malformed, out var asked)) return malformed;
        if (Ceiling(asked, request.Client).IsError(out var notAllowed, out var ceiling)) return notAllowed;
        var mayBeUnproven = asked.Targets.All(target => _options.Find(request.Client.Id, target)!.AllowUnprovenSubjectToken);
        if ((await _parties.SubjectAsync(asked.SubjectToken, request, mayBeUnproven, ct)).IsError(out var noSubject, out var subject))
            return noSubject;
        if ((await _parties.ActorAsync(asked.ActorToken, subject, request, ct)).IsError(out var noActor, out var actor)) return noActor;
        if (Narrowed(subject, ceiling, request.Scope).IsError(out var noScope, out var scope)) return noScope;
        if (asked.IssuedType == ExchangeRequest.JwtType && !GivesJwt(asked, request.Client))
            return OAuthError.InvalidRequest("The resource has no access tokens of the requested_token_type.", "RFC 8693 §2.2.1");

        request.Context.ResponseMembers.Add("issued_token_type", asked.IssuedType);
        await ReportAsync(subject, actor, asked, request.Context);
        return new Granted
        {
            User = new(subject.Authorization.Subject!),
            Scope = scope,
            Resources = asked.Targets,
            Continues = AuthorizationOf(subject, asked, scope, request),
            Until = subject.ExpiresAt,
            IfRevoked = ExchangeParties.Withdrawn,
            Properties = PropertiesOf(subject, actor),
            WithRefreshToken = false,
        };
    }

    // Its own rules decide: such a token is for another server, and no resource server of this one accepts it.
    private static async ValueTask<Outcome<Granted>> OtherAsync(IExchangedTokenType other, GrantRequest request, CancellationToken ct) =>
        (await other.IssueAsync(request, ct)).IsError(out var error, out var token)
            ? error
            : new Granted { User = null, Exchanged = token, WithRefreshToken = false };

    // The least of what the policies for the targets allow: one token has one scope, and could be used at each of them.
    private Outcome<Scope> Ceiling(ExchangeRequest asked, Client client)
    {
        Scope? ceiling = null;
        foreach (var target in asked.Targets)
        {
            if (_options.Find(client.Id, target) is not { } policy)
                return ExchangeRequest.NoTarget("The client may not exchange tokens for this target.");
            if (asked.ActorToken is null && !policy.AllowImpersonation)
                return OAuthError.InvalidRequest(
                    "actor_token is missing: the client may not act as the subject itself.", ExchangeParties.Rule);
            if (asked.ActorToken is not null && !policy.AllowDelegation)
                return OAuthError.InvalidRequest("The client may not exchange with an actor_token.", ExchangeParties.Rule);
            var most = Scope.Of(policy.Scopes);
            ceiling = ceiling?.Intersect(most) ?? most;
        }
        return ceiling!;
    }

    private static Outcome<Scope> Narrowed(AccessToken subject, Scope ceiling, Scope? requested)
    {
        if (requested is not null && !subject.Scope.Contains(requested))
            return OAuthError.InvalidScope("The scope is more than the subject token has.", ExchangeParties.Rule);
        if (requested is not null && !ceiling.Contains(requested))
            return OAuthError.InvalidScope("The scope is more than the client may get for this target.", ExchangeParties.Rule);
        var scope = requested ?? subject.Scope.Intersect(ceiling);
        return scope.IsEmpty && !subject.Scope.IsEmpty
            ? OAuthError.InvalidScope("The client may get none of the subject token's scope for this target.", ExchangeParties.Rule)
            : scope;
    }

    // Where the form of the token cannot be chosen, the issuer refuses the request and says why.
    private bool GivesJwt(ExchangeRequest asked, Client client) =>
        TokenForm.Choose(asked.Targets, client.AccessTokenFormat ?? _server.AccessTokenFormat, _server).IsError(out _, out var form)
        || form.Format == AccessTokenFormat.Jwt;

    private static ValueTask ReportAsync(AccessToken subject, ActingParty actor, ExchangeRequest asked, OAuthContext context) =>
        context.ReportAsync(new OAuthEvent.ExchangeAllowed
        {
            SubjectTokenId = subject.Id,
            SubjectClientId = subject.Authorization.ClientId,
            Subject = subject.Authorization.Subject!,
            Actor = actor.Subject,
            Resources = asked.Targets,
        });

    // The issuer gives no more scope than this. When and how the user signed in stays true. What a client gets from one authorization has
    // one id: its time and its end are those of that authorization, so that a withdrawal is remembered as long as it could be got again.
    private Authorization AuthorizationOf(AccessToken subject, ExchangeRequest asked, Scope scope, GrantRequest request) => new()
    {
        Id = SubjectTokens.FamilyOf(subject.Authorization, request.Client),
        Issuer = request.Context.Issuer,
        ClientId = request.Client.Id,
        Subject = subject.Authorization.Subject,
        Scope = scope,
        Resources = asked.Targets,
        GrantedAt = subject.Authorization.GrantedAt,
        EndsAt = subject.Authorization.EndsAt,
        Properties = DetailsOf(subject, asked, request.Client) is { IsEmpty: false } details
            ? details.WriteTo(SignInOf(subject))
            : SignInOf(subject),
    };

    private static Properties SignInOf(AccessToken subject) =>
        UserAuthentication.In(subject.Authorization.Properties)?.WriteTo(Properties.Empty) ?? Properties.Empty;

    // Those of the subject token, as far as the policy for each target lets their types through.
    private AuthorizationDetails DetailsOf(AccessToken subject, ExchangeRequest asked, Client client) =>
        AuthorizationDetails.Of(AuthorizationDetails.In(subject).Where(one =>
            asked.Targets.All(target => _options.Find(client.Id, target)!.AuthorizationDetailsTypes.Contains(one.Type))));

    // Who acted before, and who may act, is never lost, also without an actor token (RFC 8693 §4.1, §4.4).
    private static Properties PropertiesOf(AccessToken subject, ActingParty actor)
    {
        var before = Actor.In(subject);
        var properties = SubjectTokens.Link(Properties.Empty, subject);
        if (actor.Subject is { } acts) properties = properties.With(Actor.Property, Actor.Write(acts, before));
        else if (before is not null) properties = properties.With(Actor.Property, before.Json);
        return Actor.PermittedIn(subject) is { } permitted ? properties.With(Actor.PermittedProperty, permitted.Json) : properties;
    }
}
