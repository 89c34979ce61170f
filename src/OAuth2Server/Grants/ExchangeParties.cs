namespace OAuth2Server;

/// <summary>Finds the two parties of a token exchange: for whom the new token is, and who acts (RFC 8693 §1.1).</summary>
internal sealed class ExchangeParties(IAccessTokenModel model, OAuth2ServerOptions server, int maxExchanges)
{
    /// <summary>The section that decides which token is refused, and how.</summary>
    internal const string Rule = "RFC 8693 §2.2.2";

    /// <summary>The answer to a client whose access was withdrawn by the user of the subject token.</summary>
    internal static OAuthError Withdrawn => OAuthError.InvalidRequest(
        "The subject_token is not valid.", Rule, "What this client got from the authorization of the subject token was revoked.");

    /// <summary>Finds the subject token.</summary>
    /// <param name="text">The token.</param>
    /// <param name="request">The request.</param>
    /// <param name="mayBeUnproven"><see cref="TokenExchangePolicy.AllowUnprovenSubjectToken"/>.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The token, of a user, for this client; <c>invalid_request</c> for any other.</returns>
    internal async ValueTask<Outcome<AccessToken>> SubjectAsync(
        Secret text, GrantRequest request, bool mayBeUnproven, CancellationToken ct)
    {
        if ((await FindAsync("subject_token", text, request, ct)).IsError(out var error, out var found)) return error;
        var isOwn = request.Owns(found.Authorization);
        if (!isOwn && !IsSentTo(request.Client, found))
            return Invalid("subject_token", $"Token {found.Id} is neither of this client nor for it.");
        // An attacker who stole a bound token must not get one for another resource that has lost the binding. The client that it was
        // issued to has the key; one that it was sent to does not have it.
        if (!IsProven(found, request) && (isOwn || !mayBeUnproven)) return NotProven("subject_token", found);
        if (found.Authorization.Subject is null)
            return Invalid("subject_token", $"Token {found.Id} has no user: its client acts for itself.");
        if (Actor.In(found) is { IsReadable: false } || Actor.PermittedIn(found) is { IsReadable: false })
            return Invalid("subject_token", $"The act or may_act of token {found.Id} cannot be read.");
        return SubjectTokens.CountOf(found) >= maxExchanges
            ? Invalid("subject_token", $"Token {found.Id} comes from {maxExchanges} exchanges already.")
            : found;
    }

    /// <summary>Finds the party that acts.</summary>
    /// <returns>The actor, which has no identifier without an actor token; <c>invalid_request</c> when this party may not act for the
    /// subject.</returns>
    internal async ValueTask<Outcome<ActingParty>> ActorAsync(Secret? text, AccessToken subject, GrantRequest request, CancellationToken ct)
    {
        var permitted = Actor.PermittedIn(subject);
        if (text is not { } presented)
        {
            // With such a token the client could act where its user allowed another party alone.
            return permitted is null
                ? new ActingParty(null)
                : OAuthError.InvalidRequest("actor_token is missing: the subject token names who may act.", "RFC 8693 §4.4");
        }
        if ((await FindAsync("actor_token", presented, request, ct)).IsError(out var error, out var found)) return error;
        // A token that came from an exchange is that of its subject, who does not act: with it, a client could write any user into the
        // record.
        if (!request.Owns(found.Authorization) || SubjectTokens.CountOf(found) > 0 || Actor.In(found) is not null)
            return Invalid("actor_token", $"Token {found.Id} was not issued to this client for the actor itself.");
        if (!IsProven(found, request)) return NotProven("actor_token", found);
        var (user, client) = (found.Authorization.Subject, found.Authorization.ClientId);
        if (user is not null && ClientSubject.Is(user))
            return Invalid("actor_token", $"The user of token {found.Id} has an id that only clients have in tokens.");
        // The user as the actor for the same user would be impersonation that looks like delegation.
        if (user == subject.Authorization.Subject)
            return Invalid("actor_token", $"Token {found.Id} is of the subject itself.");
        var actor = user ?? ClientSubject.Of(client);
        return permitted is null || IsPermitted(permitted, actor, found.Authorization)
            ? new ActingParty(actor)
            : OAuthError.InvalidRequest("The subject token names another party that may act.", "RFC 8693 §4.4");
    }

    // A client must not use a token that was made for others (confused deputy): it was sent to this client as to a resource. One without
    // audience is for every resource.
    private bool IsSentTo(Client client, AccessToken token) => token.Audience.IsEmpty
        ? server.Resources.Any(resource => resource.ClientId == client.Id)
        : token.Audience.Any(resource => ResourceIndicators.IsOf(client, resource, server));

    // Each member must be the actor's. One that is not compared could be what tells the party from another one.
    private static bool IsPermitted(Actor permitted, string actor, Authorization of) =>
        !permitted.HasOtherMembers
        && (permitted.Subject ?? actor) == actor
        && (permitted.Issuer ?? of.Issuer) == of.Issuer
        && (permitted.ClientId ?? of.ClientId) == of.ClientId;

    // One answer for every reason: it must not tell a token that exists from one that does not.
    private async ValueTask<Outcome<AccessToken>> FindAsync(string name, Secret text, GrantRequest request, CancellationToken ct)
    {
        var context = request.Context;
        var found = await model.GetAccessTokenAsync(text, context, ct);
        if (found is null || found.Authorization.Issuer != context.Issuer) return Invalid(name, "It is unknown or revoked.");
        if (found.ExpiresAt <= context.Now) return Invalid(name, $"Token {found.Id} is expired.");
        var problem = server.CheckClientAndUserOfTokens
            ? await TokenHolders.ProblemAsync(found.Authorization, model, request.Client, context, ct)
            : null;
        problem ??= await SubjectTokens.ProblemAsync(found, model, server, context, ct);
        return problem is null ? found : Invalid(name, $"Token {found.Id} is revoked: {problem}.");
    }

    private static bool IsProven(AccessToken token, GrantRequest request) => request.Keys.Satisfy(token.Properties);

    private static OAuthError NotProven(string name, AccessToken token) => Invalid(
        name, $"Token {token.Id} is bound to a key that the request does not prove, with a DPoP proof or a certificate (RFC 9449 §6).");

    private static OAuthError Invalid(string name, string detail) =>
        OAuthError.InvalidRequest($"The {name} is not valid.", Rule, detail);
}

/// <summary>The party that acts in an exchange.</summary>
/// <param name="Subject">Its identifier; null when the client asks to be the subject itself.</param>
internal readonly record struct ActingParty(string? Subject);
