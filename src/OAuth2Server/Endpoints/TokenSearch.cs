namespace OAuth2Server;

/// <summary>The token that a request names: an access token, a refresh token, or neither (RFC 7009 §2.1, RFC 7662 §2.1).</summary>
internal readonly record struct TokenSearch(AccessToken? Access, RefreshToken? Refresh)
{
    /// <summary>The authorization of the token; null when there is no token.</summary>
    internal Authorization? Authorization => Access?.Authorization ?? Refresh?.Authorization;

    /// <summary>Finds the token of the parameter <c>token</c>; nothing when it is unknown, revoked or of another issuer.</summary>
    internal static async ValueTask<Outcome<TokenSearch>> FindAsync(
        IOAuthModel model, string rule, OAuthContext context, CancellationToken ct)
    {
        if (context["token"] is not { } text) return Missing(rule);
        if (!Grammar.IsVsChar(text)) return default(TokenSearch);

        // The hint says only where to look first: a wrong or unknown hint changes nothing else.
        var refreshFirst = context["token_type_hint"] == "refresh_token";
        var secret = new Secret(text);
        var found = refreshFirst
            ? await FindRefreshAsync(model, secret, context, ct) ?? await FindAccessAsync(model, secret, context, ct)
            : await FindAccessAsync(model, secret, context, ct) ?? await FindRefreshAsync(model, secret, context, ct);
        return found is { Authorization: { } authorization } && authorization.Issuer == context.Issuer ? found.Value : default;
    }

    private static async ValueTask<TokenSearch?> FindAccessAsync(
        IOAuthModel model, Secret text, OAuthContext context, CancellationToken ct) =>
        model is IAccessTokenModel tokens && await tokens.GetAccessTokenAsync(text, context, ct) is { } token ? new(token, null) : null;

    /// <summary>Why a request that names no token is refused; null when it names one.</summary>
    internal static OAuthError? Refuse(OAuthContext context, string rule) => context["token"] is null ? Missing(rule) : null;

    private static OAuthError Missing(string rule) => OAuthError.InvalidRequest("token is missing.", rule);

    private static async ValueTask<TokenSearch?> FindRefreshAsync(
        IOAuthModel model, Secret text, OAuthContext context, CancellationToken ct) =>
        model is IRefreshTokenModel tokens && await tokens.GetRefreshTokenAsync(text, context, ct) is { } token ? new(null, token) : null;
}
