namespace OAuth2Server;

/// <summary>The refresh token grant (RFC 6749 §6), with rotation and detection of reuse (RFC 9700 §4.14.2).</summary>
/// <param name="model">Stores the refresh tokens.</param>
public sealed class RefreshTokenGrant(IRefreshTokenModel model) : IGrant
{
    /// <summary>The grant type's name.</summary>
    public const string Name = "refresh_token";

    /// <inheritdoc/>
    public string GrantType => Name;

    /// <inheritdoc/>
    public async ValueTask<Outcome<Granted>> HandleAsync(GrantRequest request, CancellationToken ct)
    {
        if (request["refresh_token"] is not { } text || !Grammar.IsVsChar(text))
            return OAuthError.InvalidRequest("refresh_token is missing or malformed.", "RFC 6749 §6");

        var presented = new Secret(text);
        var token = await model.GetRefreshTokenAsync(presented, request.Context, ct);
        if (token is null || !request.Owns(token.Authorization))
            return OAuthError.InvalidGrant("The refresh token is not valid.", "RFC 6749 §6");
        if (token.ConsumedAt is not null)
        {
            return await RepeatedAnswerAsync(token, presented, request, ct) is { } answer
                ? Granted.Continuing(token, presented, request.Scope, answer)
                : await Reuse.RefuseAsync(model, token, RevocationReason.RefreshTokenReused, "RFC 9700 §4.14.2", request);
        }
        if (token.IsExpired(request.Context.Now)) return OAuthError.InvalidGrant("The refresh token is expired.", "RFC 6749 §6");
        if (request.Scope is { } scope && !token.Authorization.Scope.Contains(scope))
            return OAuthError.InvalidScope("The scope is more than was granted.", "RFC 6749 §6");

        return Granted.Continuing(token, presented, request.Scope);
    }

    // A client that did not receive the answer repeats its request; as long as the successor is not consumed, no other party used the
    // token.
    private async ValueTask<RepeatedAnswer?> RepeatedAnswerAsync(
        RefreshToken token, Secret presented, GrantRequest request, CancellationToken ct)
    {
        if (token.Replay is not { } replay || replay.Until <= request.Context.Now) return null;
        if (RefreshReplay.Open(presented, request.Client, request.Context, replay.SealedResponse.Span) is not { } answer) return null;
        if (request.Context.RefusesRepeatsElsewhere
            && Network.Of(answer.First) != Network.Of(request.Context.Request.RemoteAddress)) return null;
        var successor = await model.GetRefreshTokenAsync(RefreshReplay.Successor(answer.Body), request.Context, ct);
        return successor is { ConsumedAt: null } ? answer : null;
    }
}
