namespace OAuth2Server;

/// <summary>The JWT bearer grant (RFC 7523 §2.1): a client has an assertion of a trusted issuer about a user, in the place of a sign-in
/// here.</summary>
/// <remarks>It issues no refresh token: the client brings a new assertion. An assertion is used once, and only by a request that gets a
/// token.</remarks>
/// <param name="model">Finds the user.</param>
/// <param name="reader">Verifies assertions.</param>
/// <param name="replays">Remembers the assertions that were used.</param>
/// <param name="environment">The settings of the server.</param>
public sealed class JwtBearerGrant(
    IAssertionModel model, IAssertionReader reader, IReplayModel replays, OAuthEnvironment environment) : IGrant
{
    /// <summary>The grant type's name.</summary>
    public const string Name = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private const string Rule = "RFC 7523 §3";

    /// <inheritdoc/>
    public string GrantType => Name;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request["assertion"] is not { } text) return OAuthError.InvalidRequest("assertion is missing.", "RFC 7521 §4.1");
        if ((await reader.ReadAsync(text, request.Client, request.Context, ct)).IsError(out var wrong, out var verified)) return wrong;
        if (!IsProven(verified.Key, request.Binding))
            return OAuthError.InvalidGrant("The assertion is bound to a key: prove this key in the request.", "RFC 7800 §3.1");
        if ((await DetailsOfAsync(verified, request, ct)).IsError(out var wrongDetails, out var details)) return wrongDetails;
        if (AssertedRights.ScopeOf(verified, request.Scope).IsError(out var noScope, out var scope)) return noScope;
        if (AssertedRights.ResourcesOf(verified, environment.Options).IsError(out var noTarget, out var resources)) return noTarget;
        var user = await model.GetUserFromAssertionAsync(verified.Assertion, request.Client, request.Context, ct);
        if (user is null || user == User.None)
            return OAuthError.InvalidGrant("The assertion is about no user of this server.", Rule, verified.ToString());
        return new Granted
        {
            User = user,
            Scope = scope,
            // Not a new one: the token never has more scope than the authorization that it continues, also with a scope policy of the
            // application.
            Continues = new()
            {
                Id = RandomText.Of(RandomText.Id),
                Issuer = request.Context.Issuer,
                ClientId = request.Client.Id,
                Subject = user.Id,
                Scope = scope,
                Resources = resources,
                GrantedAt = request.Context.Now,
                EndsAt = request.Context.Now + verified.Assertion.Issuer.MaxAccessTokenLifetime,
                Properties = details.IsEmpty ? Properties.Empty : details.WriteTo(Properties.Empty),
            },
            WithRefreshToken = false,
            UseAsync = ct => UseAsync(verified, user, request.Context, ct),
        };
    }

    // The issuer asks for them, and no user is asked here: the registration of the client must name their types.
    private ValueTask<Outcome<AuthorizationDetails>> DetailsOfAsync(
        VerifiedAssertion verified, GrantRequest request, CancellationToken ct) =>
        verified.Assertion.Claims.TryGetProperty(AuthorizationDetails.Property, out var claim)
            ? RequestedDetails.CheckAsync(claim.GetRawText(), request.Client, isAsked: false, request.Context, environment.Options, ct)
            : new(AuthorizationDetails.Empty);

    // A key of another kind, or none, is no proof.
    private static bool IsProven(TokenBinding key, TokenBinding proven) =>
        key == TokenBinding.None || (proven != TokenBinding.None && proven.Kind == key.Kind && proven.Thumbprint == key.Thumbprint);

    private async ValueTask<OAuthError?> UseAsync(VerifiedAssertion verified, User user, OAuthContext context, CancellationToken ct)
    {
        var assertion = verified.Assertion;
        // No issuer has a line break.
        var message = SecretHash.Of($"assertion\n{context.Issuer}\n{assertion.Issuer.Issuer}\n{assertion.Id}");
        if (!await replays.UseOnceAsync(message, context.Now, verified.AcceptedUntil, ct))
            return OAuthError.InvalidGrant("The assertion was used before: get a new one.", Rule, verified.ToString());
        await context.ReportAsync(new OAuthEvent.AssertionAccepted
        {
            AssertionIssuer = assertion.Issuer.Issuer,
            AssertionId = assertion.Id,
            AssertedSubject = assertion.Subject,
            Subject = user.Id,
        });
        return null;
    }
}
