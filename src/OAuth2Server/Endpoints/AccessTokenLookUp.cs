namespace OAuth2Server;

/// <summary>Reads access tokens from the model.</summary>
internal sealed class AccessTokenLookUp(IAccessTokenModel model, OAuth2ServerOptions options) : IAccessTokenReader
{
    public async ValueTask<Outcome<AccessToken>> ReadAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        if (await model.GetAccessTokenAsync(token, context, ct) is not { } found)
            return BearerAuthentication.Invalid("It is unknown or revoked.");
        // An expired token is refused anyway, without further look-ups.
        if (found.ExpiresAt <= context.Now) return found;
        context.ClientId = found.Authorization.ClientId;
        var problem = options.CheckClientAndUserOfTokens
            ? await TokenHolders.ProblemAsync(found.Authorization, model, caller: null, context, ct)
            : null;
        if (found.Properties.Count > 0) problem ??= await SubjectTokens.ProblemAsync(found, model, options, context, ct);
        return problem is null ? found : BearerAuthentication.Invalid($"It is revoked: {problem}.");
    }
}
