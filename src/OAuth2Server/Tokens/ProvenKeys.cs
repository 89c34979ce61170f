namespace OAuth2Server;

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
