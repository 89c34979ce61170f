using System.Security.Cryptography;

namespace OAuth2Server.Jwt;

/// <summary>Binds an authorization code to a key: to that of the parameter <c>dpop_jkt</c> (RFC 9449 §10), or of the proof of a pushed
/// request (§10.1). An attacker who steals the code cannot redeem it with a key of its own.</summary>
/// <param name="proofs">Verifies proofs.</param>
/// <param name="replays">Remembers the proofs that were used.</param>
public sealed class DPoPKeyCheck(DPoPProofs proofs, IReplayModel replays) : IAuthorizationCheck
{
    private const string Rule = "RFC 9449 §10";

    /// <inheritdoc/>
    public async ValueTask<OAuthError?> CheckAsync(AuthorizationDraft draft, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.GrantType != AuthorizationCodeGrant.Name) return null;
        var context = draft.Context;
        var named = context["dpop_jkt"];
        if (named is not null && StrictBase64Url.Decode(named) is not { Length: SHA256.HashSizeInBytes })
            return OAuthError.InvalidRequest("dpop_jkt is no SHA-256 thumbprint in base64url.", Rule);
        // The headers of any other request are those of the browser.
        if (draft.IsPushed && DPoPProofs.IsSent(context.Request))
        {
            if ((await proofs.VerifyAsync(DPoPBinding.CallOf(context, draft.Client), replays, ct)).IsError(out var error, out var proven))
                return error;
            if (named is not null && named != proven)
                return OAuthError.InvalidDPoPProof(400, "RFC 9449 §10.1", "The key of the proof is not that of dpop_jkt.");
            named = proven;
        }
        if (named is null) return null;
        draft.Properties = new TokenBinding(DPoPBinding.Kind, named, DPoPBinding.TokenType).WriteTo(draft.Properties);
        return null;
    }
}
