namespace OAuth2Server;

/// <summary>The registration access token with which a client manages its registration (RFC 7592 §2).</summary>
internal static class RegistrationAccess
{
    private const string Refused = "The registration access token is not valid.";

    /// <summary>Finds the registration that a request is about, if its token is the right one.</summary>
    /// <returns>The registration and the token; 401 for every other one: a token of another client, too, and a client that does not exist
    /// (RFC 7592 §2.1), so that the answer does not show which clients exist.</returns>
    internal static async ValueTask<Outcome<Managed>> FindAsync(
        IClientRegistrationModel model, string clientId, OAuthContext context, CancellationToken ct)
    {
        if (TokenOf(context).IsError(out var missing, out var token)) return Challenged(missing, context);
        var found = await model.GetRegistrationAsync(clientId, context, ct);
        if (found is null)
            return Challenged(OAuthError.InvalidToken(Refused, "The client is unknown, disabled, or did not register itself."), context);
        // The hash is compared in constant time.
        if (!found.AccessToken.Equals(token.Hash)) return NotValid(context);
        context.ClientId = found.Client.Id;
        return new Managed(found, token);
    }

    /// <summary>The bearer token of a request; it is bound to no key.</summary>
    internal static Outcome<Secret> TokenOf(OAuthContext context) =>
        PresentedToken.Read(context.Request, []).IsError(out var error, out var presented) ? error : presented.Text;

    /// <summary>The token is not, or not any more, that of the client.</summary>
    internal static OAuthError NotValid(OAuthContext context) =>
        Challenged(OAuthError.InvalidToken(Refused, "It is not the one of this client."), context);

    /// <summary>The error with the challenge of a bearer token (RFC 6750 §3).</summary>
    internal static OAuthError Challenged(OAuthError error, OAuthContext context) =>
        error.WithChallenge(error.Status, new BearerChallenge { Realm = context.Issuer }.For(error));

    /// <summary>A registration, and the token that was presented for it.</summary>
    internal sealed record Managed(ClientRegistration Registration, Secret Token);
}
