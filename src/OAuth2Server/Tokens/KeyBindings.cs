namespace OAuth2Server;

/// <summary>The bindings of a server, for its endpoints: which keys a request proves, and to which one its tokens are bound (RFC 9449 §5,
/// RFC 8705 §3).</summary>
/// <remarks>A token is bound to one key. Resources refuse a token with two, because one of them alone must not be enough.</remarks>
internal sealed class KeyBindings(ITokenBinding[] kinds)
{
    // The confirmation method of RFC 8705 §3.1.
    private const string Certificate = "x5t#S256";

    /// <summary>Verifies the proofs of a request before its client is authenticated.</summary>
    /// <returns>Null when no proof is wrong.</returns>
    internal async ValueTask<OAuthError?> CheckAsync(OAuthContext context, CancellationToken ct)
    {
        foreach (var kind in kinds)
        {
            if (await kind.CheckAsync(context, ct) is { } wrong) return wrong;
        }
        return null;
    }

    /// <summary>Finds the keys that a token request proves.</summary>
    /// <returns>The proven keys; the refusal of a wrong proof.</returns>
    internal async ValueTask<Outcome<ProvenKeys>> FindAsync(Client client, OAuthContext context, CancellationToken ct)
    {
        TokenBinding[] found = [];
        foreach (var kind in kinds)
        {
            if ((await kind.BindAsync(client, context, ct)).IsError(out var error, out var binding)) return error;
            if (binding != TokenBinding.None) found = [.. found, binding];
        }
        // The order of the kinds does not count. A type of its own is asked for, by a proof that has no other purpose; a certificate can be
        // there because the client authenticates with it.
        var bound = Array.Find(found, key => key.TokenType != AuthorizationHeader.Bearer) ?? found.FirstOrDefault();
        if (client.TlsClientCertificateBoundAccessTokens && bound is not null && bound.Kind != Certificate)
            return OAuthError.InvalidRequest(
                "The tokens of the client are bound to its certificate: send no proof of another key.", "RFC 8705 §3.4");
        return new ProvenKeys(kinds, found, bound);
    }
}
