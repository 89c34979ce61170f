namespace OAuth2Server;

/// <summary>Verifies at a resource that the sender of an access token has the key that the token is bound to: DPoP (RFC 9449 §7), mutual
/// TLS (RFC 8705 §3). One class for each kind of key.</summary>
public interface IProofOfPossession
{
    /// <summary>The confirmation method of the tokens that it is for: <c>jkt</c>, <c>x5t#S256</c>.</summary>
    string Kind { get; }

    /// <summary>The authentication scheme of the Authorization header that these tokens are sent with: <c>DPoP</c>,
    /// <c>Bearer</c>.</summary>
    string Scheme { get; }

    /// <summary>Whether the resource refuses every access token that is not bound to a key. One that requires a key accepts the tokens of
    /// every kind of key that it verifies.</summary>
    /// <value>Default false: tokens that are not bound are accepted as bearer tokens.</value>
    bool IsRequired => false;

    /// <summary>Verifies the proof of a request. It keeps nothing of it: a request that is refused needs no entry in a store.</summary>
    /// <param name="accessToken">The text of the access token, which was found valid.</param>
    /// <param name="context">The request. Headers for the answer go to <see cref="OAuthContext.ResponseHeaders"/>.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The key that the request proves; the server compares it with the token. Otherwise the refusal, for instance
    /// <c>invalid_dpop_proof</c> or <c>use_dpop_nonce</c>, 401.</returns>
    ValueTask<Outcome<TokenBinding>> VerifyAsync(Secret accessToken, OAuthContext context, CancellationToken ct);

    /// <summary>Uses the proof of a request up, as the last check: the proof was verified, and its key is that of the token.</summary>
    /// <remarks>A sender that has a stolen token, and keys of its own, would otherwise fill the store of used proofs (RFC 9449 §11.1).
    /// </remarks>
    /// <param name="context">The request that <see cref="VerifyAsync"/> got.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>Null when no other request used it; otherwise the refusal, <c>invalid_dpop_proof</c>, 401. Without a body: the proof may
    /// be used again, for instance a certificate.</returns>
    ValueTask<OAuthError?> UseAsync(OAuthContext context, CancellationToken ct) => new((OAuthError?)null);

    /// <summary>The parameters of the challenge of <see cref="Scheme"/> beside realm, scope and error: <c>algs="ES256"</c>; null for
    /// none.</summary>
    string? ChallengeParameters { get; }
}
