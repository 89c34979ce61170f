namespace OAuth2Server;

/// <summary>The bindings of a server, for its endpoints: which keys a request proves (RFC 9449 §5, RFC 8705 §3).</summary>
internal sealed class KeyBindings(ITokenBinding[] kinds)
{
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
        var found = TokenBinding.None;
        foreach (var kind in kinds)
        {
            if ((await kind.BindAsync(client, context, ct)).IsError(out var error, out var binding)) return error;
            if (found == TokenBinding.None) found = binding;
        }
        return new ProvenKeys(kinds, found == TokenBinding.None ? null : found);
    }
}
