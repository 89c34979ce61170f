namespace OAuth2Server;

/// <summary>A way to bind tokens to a key of their client: DPoP (RFC 9449), mutual TLS (RFC 8705). One class; the server writes the binding
/// to the tokens and compares it with what is consumed.</summary>
public interface ITokenBinding
{
    /// <summary>Verifies of a proof what does not depend on the client, before the client is authenticated: a request that must be sent
    /// again, for instance with a nonce (RFC 9449 §8), has used up nothing by then, no client assertion either. It is called for token
    /// requests and for pushed authorization requests.</summary>
    /// <remarks>Anyone can send such a request: keep nothing of it. What was verified can stay in <see cref="OAuthContext.Items"/> for
    /// <see cref="BindAsync"/>.</remarks>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>Null when the request has no proof of this kind, or a right one; otherwise the refusal, for instance
    /// <c>use_dpop_nonce</c>. Default: null.</returns>
    ValueTask<OAuthError?> CheckAsync(OAuthContext context, CancellationToken ct) => default;

    /// <summary>Verifies the proof of a token request; it is not used up yet.</summary>
    /// <param name="client">The client, authenticated.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The binding; <see cref="TokenBinding.None"/> when the request has no proof of this kind and needs none; otherwise the
    /// refusal, for instance <c>invalid_dpop_proof</c>.</returns>
    ValueTask<Outcome<TokenBinding>> BindAsync(Client client, OAuthContext context, CancellationToken ct);

    /// <summary>Uses the proof of a token request up, for a kind whose proofs are valid once. It is called when nothing else is left to
    /// refuse the request: anyone can make proofs, and what is kept of each must not fill the store.</summary>
    /// <param name="context">The request, whose proof was verified.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>Null for the first request with the proof, and where there is none; otherwise the refusal. Default: null.</returns>
    ValueTask<OAuthError?> UseAsync(OAuthContext context, CancellationToken ct) => default;
}
