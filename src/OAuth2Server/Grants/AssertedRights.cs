using System.Collections.Immutable;

namespace OAuth2Server;

/// <summary>What an assertion can give: what it names, within what its issuer is trusted for.</summary>
internal static class AssertedRights
{
    /// <summary>The scope: what is requested, or else all that the assertion and its issuer allow.</summary>
    internal static Outcome<Scope> ScopeOf(VerifiedAssertion verified, Scope? requested)
    {
        var most = Scope.Of(verified.Assertion.Issuer.Scopes);
        var allowed = verified.Scope?.Intersect(most) ?? most;
        if (requested is not null && !allowed.Contains(requested))
            return OAuthError.InvalidScope("The scope is more than the assertion gives.", "RFC 7521 §4.1");
        return allowed.IsEmpty && verified.Scope is { IsEmpty: false }
            ? OAuthError.InvalidScope("The server gives none of the assertion's scope.", "RFC 7521 §4.1")
            : requested ?? allowed;
    }

    /// <summary>The resources that the token may be for, in their registered spelling; empty means any. Those of other servers, and those
    /// that the issuer is not trusted for, are left out.</summary>
    internal static Outcome<ImmutableArray<string>> ResourcesOf(VerifiedAssertion verified, OAuth2ServerOptions options)
    {
        var most = ResourceIndicators.AsRegistered([.. verified.Assertion.Issuer.Audiences], options);
        if (verified.Resources.IsEmpty) return most;
        var known = ResourceIndicators.AsRegistered(
            [.. verified.Resources.Where(resource => ResourceIndicators.IsKnown(resource, options))], options);
        var allowed = most.IsEmpty ? known : [.. known.Where(most.Contains)];
        return allowed.IsEmpty ? OAuthError.InvalidTarget("The server gives no token for the assertion's resource.") : allowed;
    }
}
