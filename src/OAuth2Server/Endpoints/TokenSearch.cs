namespace OAuth2Server;

/// <summary>Finds the token that a request asks about, of whatever kind it is (RFC 7009 §2.1, RFC 7662 §2.1).</summary>
internal sealed class TokenSearch(IOAuthModel model)
{
    /// <summary>What was found: one of the two, or neither.</summary>
    internal readonly record struct Found(AccessToken? Access, RefreshToken? Refresh)
    {
        /// <summary>What the token acts on; null when there is none.</summary>
        internal Authorization? Authorization => Access?.Authorization ?? Refresh?.Authorization;
    }

    /// <summary>The token of the parameter <c>token</c>; nothing when it is unknown, revoked or another issuer's.</summary>
    internal async ValueTask<Outcome<Found>> FindAsync(string rule, OAuthContext context, CancellationToken ct)
    {
        if (context.Request["token"] is not { } text) return OAuthError.InvalidRequest("token is missing.", rule);
        if (!Grammar.IsVsChar(text)) return default(Found);

        // The hint only says where to look first: a client that errs, or names a kind that nobody knows, loses nothing by it.
        var refreshFirst = context.Request["token_type_hint"] == "refresh_token";
        var found = refreshFirst
            ? await FindRefreshAsync(text, context, ct) ?? await FindAccessAsync(text, context, ct)
            : await FindAccessAsync(text, context, ct) ?? await FindRefreshAsync(text, context, ct);
        return found is { Authorization: { } authorization } && authorization.Issuer == context.Issuer ? found.Value : default;
    }

    private async ValueTask<Found?> FindAccessAsync(string text, OAuthContext context, CancellationToken ct) =>
        model is IAccessTokenModel tokens && await tokens.GetAccessTokenAsync(new(text), context, ct) is { } token ? new(token, null) : null;

    private async ValueTask<Found?> FindRefreshAsync(string text, OAuthContext context, CancellationToken ct) =>
        model is IRefreshTokenModel tokens && await tokens.GetRefreshTokenAsync(new(text), context, ct) is { } token ? new(null, token) : null;
}
