namespace OAuth2Server;

/// <summary>Whether the client and the user of a token may still use it. A client that was disabled and an account that was closed end
/// their tokens at the next request, not when they expire.</summary>
internal static class TokenHolders
{
    /// <summary>Looks up the client and the user of an authorization.</summary>
    /// <param name="authorization">The authorization of the token.</param>
    /// <param name="model">The model; one without clients or without users is not asked for them.</param>
    /// <param name="caller">A client that has authenticated in this request; null for none.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Why the token is not valid, for the log; null when it is.</returns>
    internal static async ValueTask<string?> ProblemAsync(
        Authorization authorization, object model, Client? caller, OAuthContext context, CancellationToken ct)
    {
        if (model is not IOAuthModel clients) return null;
        // A model that failed ends the request: nothing is looked up for another reason then.
        context.IsForIssuedToken = true;
        var client = caller?.Id == authorization.ClientId
            ? caller
            : await clients.GetClientAsync(authorization.ClientId, context, ct);
        context.IsForIssuedToken = false;
        if (client is null) return "its client is unknown or disabled";
        return authorization.Subject is not { } subject || model is not IUserModel users
            || await users.GetUserByIdAsync(subject, client, context, ct) is not null
            ? null
            : "its user may not sign in";
    }
}
