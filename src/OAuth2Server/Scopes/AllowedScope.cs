namespace OAuth2Server;

/// <summary>What is given after a resource owner said yes: what was asked for, as far as the resource owner and the scope policy allow.</summary>
internal static class AllowedScope
{
    internal static async ValueTask<Outcome<Scope>> OfAsync(Decision.Allowed allowed, Client client, Scope asked, IScopeValidator scopes, OAuthContext context, CancellationToken ct)
    {
        var wanted = allowed.Scope.Intersect(asked);
        if (wanted.IsEmpty && !asked.IsEmpty) return OAuthError.AccessDenied("The resource owner allowed none of the scope.");
        // Asked again, now that the user is known: a policy may depend on both.
        if ((await scopes.ValidateScopeAsync(allowed.User, client, wanted, context, ct)).IsError(out var refused, out var given)) return refused;
        // Whatever a policy answers, nobody is given more than the resource owner allowed.
        var scope = given.Intersect(wanted);
        return scope.IsEmpty && !wanted.IsEmpty ? OAuthError.InvalidScope("None of the scope may be given.") : scope;
    }
}
