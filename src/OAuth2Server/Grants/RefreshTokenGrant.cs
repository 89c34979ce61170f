namespace OAuth2Server;

/// <summary>The refresh token grant (RFC 6749 §6), with rotation and detection of reuse (RFC 9700 §4.14.2).</summary>
/// <param name="model">Where the refresh tokens are.</param>
public sealed class RefreshTokenGrant(IRefreshTokenModel model) : IGrant
{
    /// <summary>The grant type's name.</summary>
    public const string Name = "refresh_token";

    /// <inheritdoc/>
    public string GrantType => Name;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        if (request["refresh_token"] is not { } text || !Grammar.IsVsChar(text)) return OAuthError.InvalidRequest("refresh_token is missing or malformed.", "RFC 6749 §6");

        var token = await model.GetRefreshTokenAsync(new(text), request.Context, ct);
        if (token is null || !request.Owns(token.Authorization)) return OAuthError.InvalidGrant("The refresh token is not valid.", "RFC 6749 §6");
        if (token.ConsumedAt is not null) return await AgainAsync(token, request, ct);
        if (token.IsExpired(request.Context.Now)) return OAuthError.InvalidGrant("The refresh token is expired.", "RFC 6749 §6");
        if (request.Scope is { } scope && !token.Authorization.Scope.Contains(scope)) return OAuthError.InvalidScope("The scope is more than was granted.", "RFC 6749 §6");

        return GrantedBy(token, request);
    }

    private async ValueTask<Outcome<Granted>> AgainAsync(RefreshToken token, GrantRequest request, CancellationToken ct)
    {
        if (await RepeatedAnswerAsync(token, request, ct) is { } answer) return GrantedBy(token, request, answer);

        // Two parties hold one token and nobody can tell which is the thief: both lose it (RFC 9700 §4.14.2).
        await model.RevokeAuthorizationAsync(token.Authorization.Id, request.Context, CancellationToken.None);
        return new OAuthError("invalid_grant", "The refresh token was used before.") { Rule = "RFC 9700 §4.14.2", Detail = $"Authorization {token.Authorization.Id} is revoked.", Revoked = (token.Authorization.Id, RevocationReason.RefreshTokenReused) };
    }

    // A client that never received the answer repeats its request; as long as the successor is unused, nobody has profited.
    private async ValueTask<byte[]?> RepeatedAnswerAsync(RefreshToken token, GrantRequest request, CancellationToken ct)
    {
        if (token.Replay is not { } replay || replay.Until <= request.Context.Now) return null;
        if (RefreshReplay.Open(request.Context.Request, request.Client, replay.SealedResponse.Span) is not { } answer) return null;
        var successor = await model.GetRefreshTokenAsync(RefreshReplay.Successor(answer), request.Context, ct);
        if (successor is not { ConsumedAt: null }) return null;
        return answer;
    }

    private static Granted GrantedBy(RefreshToken token, GrantRequest request, byte[]? answer = null) => new()
    {
        User = token.Authorization.Subject is { } subject ? new(subject) : User.None,
        Scope = request.Scope,
        Continues = token.Authorization,
        Consumes = token,
        Repeats = answer,
    };
}
