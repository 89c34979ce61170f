namespace OAuth2Server;

/// <summary>The scope that is granted after a resource owner allowed a request: what was requested, as far as the resource owner and the
/// scope policy allow it.</summary>
internal static class AllowedScope
{
    /// <param name="user">The resource owner.</param>
    /// <param name="allowed">What the resource owner allowed.</param>
    /// <param name="requested">What the client requested.</param>
    /// <param name="client">The client.</param>
    /// <param name="policy">The scope policy.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Stops the work.</param>
    internal static async ValueTask<Outcome<Scope>> OfAsync(
        User user, Scope allowed, Scope requested, Client client, IScopeValidator policy, OAuthContext context, CancellationToken ct)
    {
        var wanted = allowed.Intersect(requested);
        if (wanted.IsEmpty && !requested.IsEmpty) return OAuthError.AccessDenied("The resource owner allowed none of the scope.");
        // Validated again, now that the user is known: a policy may depend on both.
        if ((await policy.ValidateScopeAsync(user, client, wanted, context, ct)).IsError(out var refused, out var given)) return refused;
        // A policy must not grant more than the resource owner allowed.
        var scope = given.Intersect(wanted);
        return scope.IsEmpty && !wanted.IsEmpty ? OAuthError.InvalidScope("None of the scope may be given.") : scope;
    }
}
