namespace OAuth2Server;

/// <summary>The bindings of a server, for its endpoints: which keys a request proves, and to which one its tokens are bound (RFC 9449 §5,
/// RFC 8705 §3).</summary>
/// <remarks>A token is bound to one key. Resources refuse a token with two, because one of them alone must not be enough.</remarks>
internal sealed class KeyBindings(ITokenBinding[] kinds)
{
    // The confirmation methods of RFC 9449 §6.1 and RFC 8705 §3.1.
    private const string Key = "jkt";
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
    /// <returns>The proven keys; the refusal of a wrong proof, and <c>invalid_request</c> where the client is registered for bound tokens
    /// and the request proves no key of that kind.</returns>
    internal async ValueTask<Outcome<ProvenKeys>> FindAsync(Client client, OAuthContext context, CancellationToken ct)
    {
        TokenBinding[] found = [];
        foreach (var kind in kinds)
        {
            if ((await kind.BindAsync(client, context, ct)).IsError(out var error, out var binding)) return error;
            if (binding != TokenBinding.None) found = [.. found, binding];
        }
        // Also where the server has no binding of the kind: a client that relies on bound tokens must not get others.
        if (Missing(client, found) is { } missing) return missing;
        // The order of the kinds does not count. A type of its own is asked for, by a proof that has no other purpose; a certificate can be
        // there because the client authenticates with it.
        var bound = (client.DPoPBoundAccessTokens ? Of(Key, found) : null)
            ?? Array.Find(found, key => key.TokenType != AuthorizationHeader.Bearer) ?? found.FirstOrDefault();
        return client.TlsClientCertificateBoundAccessTokens && bound?.Kind != Certificate
            ? OAuthError.InvalidRequest(
                "The tokens of the client are bound to its certificate: send no proof of another key.", "RFC 8705 §3.4")
            : bound is null ? ProvenKeys.None : new ProvenKeys(kinds, found, bound);
    }

    private static OAuthError? Missing(Client client, TokenBinding[] found) => client switch
    {
        { DPoPBoundAccessTokens: true, TlsClientCertificateBoundAccessTokens: true } => OAuthError.InvalidRequest(
            "The client is registered for tokens of two bindings, and a token has one: remove dpop_bound_access_tokens or " +
            "tls_client_certificate_bound_access_tokens.", "RFC 9449 §5.2"),
        { DPoPBoundAccessTokens: true } when Of(Key, found) is null => OAuthError.InvalidRequest(
            "The request must have a DPoP proof.", "RFC 9449 §5.2",
            "The client is registered for it (DPoPBoundAccessTokens). A server without DPoP reads no proof."),
        { TlsClientCertificateBoundAccessTokens: true } when Of(Certificate, found) is null => OAuthError.InvalidRequest(
            "The request must have a client certificate.", "RFC 8705 §3.4",
            "The client is registered for it (TlsClientCertificateBoundAccessTokens). A server without mutual TLS reads none."),
        _ => null,
    };

    private static TokenBinding? Of(string kind, TokenBinding[] found) => Array.Find(found, key => key.Kind == kind);
}

/// <summary>What one token request proved, and whether its proofs are used up.</summary>
internal sealed class ProvenKeys(ITokenBinding[] kinds, TokenBinding[] keys, TokenBinding? bound)
{
    /// <summary>Those of a request without proof.</summary>
    internal static readonly ProvenKeys None = new([], [], null);

    private bool _areUsed;

    /// <summary>The key that the tokens are bound to; null when they are not bound.</summary>
    internal TokenBinding? Bound => bound;

    /// <summary>True when a record is not bound, or bound to one of the keys: that of its own kind, also where the tokens are bound to
    /// another one.</summary>
    /// <param name="properties">The properties of a credential.</param>
    internal bool Satisfy(Properties properties) =>
        TokenBinding.ConfirmationIn(properties) is null || Array.Exists(keys, key => TokenBinding.IsSatisfied(properties, key));

    /// <summary>Uses the proofs up, once for the request.</summary>
    /// <returns>Null when no other request used them; otherwise the refusal.</returns>
    internal async ValueTask<OAuthError?> UseAsync(OAuthContext context, CancellationToken ct)
    {
        if (_areUsed) return null;
        foreach (var kind in kinds)
        {
            if (await kind.UseAsync(context, ct) is { } used) return used;
        }
        _areUsed = true;
        return null;
    }
}
