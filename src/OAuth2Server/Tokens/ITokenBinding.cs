namespace OAuth2Server;

/// <summary>A way to bind tokens to a key of their client: DPoP (RFC 9449), mutual TLS (RFC 8705). One class; the server writes the binding
/// to the tokens and compares it with what is consumed.</summary>
public interface ITokenBinding
{
    /// <summary>Verifies the proof of a token request.</summary>
    /// <param name="client">The client, authenticated.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    /// <returns>The binding; <see cref="TokenBinding.None"/> when the request has no proof of this kind and needs none; otherwise the
    /// refusal, for instance <c>invalid_dpop_proof</c>.</returns>
    ValueTask<Outcome<TokenBinding>> BindAsync(Client client, OAuthContext context, CancellationToken ct);
}
