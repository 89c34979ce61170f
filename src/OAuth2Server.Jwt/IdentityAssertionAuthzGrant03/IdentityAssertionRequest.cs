using System.Collections.Immutable;

namespace OAuth2Server.Jwt;

/// <summary>What an identity assertion is asked for, and gets (draft-ietf-oauth-identity-assertion-authz-grant-03 §4.3).</summary>
/// <param name="Policy">The policy that allows it.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Resources">The resources; empty when it names none.</param>
internal sealed record IdentityAssertionRequest(IdentityAssertionPolicy Policy, Scope Scope, ImmutableArray<string> Resources)
{
    private const int MaxResources = 20;

    /// <summary>Reads the request, within the policies.</summary>
    internal static Outcome<IdentityAssertionRequest> Read(GrantRequest request, IdentityAssertionOptions options)
    {
        // It would be lost: no rule says who may act by such an assertion yet (§8.5).
        if (request["actor_token"] is not null || request["actor_token_type"] is not null)
            return OAuthError.InvalidRequest("An identity assertion is not issued with an actor_token.", IdentityAssertion.Rule);
        if (request["authorization_details"] is not null)
            return OAuthError.InvalidRequest("An identity assertion is not issued with authorization_details.", IdentityAssertion.Rule);
        var audiences = request.Context.Parameters.Values("audience");
        if (audiences is not [var audience])
            return OAuthError.InvalidTarget("The request must name one audience: the issuer of the other authorization server.");
        if (options.Find(request.Client.Id, audience) is not { } policy)
            return OAuthError.InvalidTarget("The client gets no identity assertion for this audience.");

        var most = Scope.Of(policy.Scopes);
        var scope = request.Scope?.Intersect(most) ?? most;
        if (scope.IsEmpty) return OAuthError.InvalidScope("The client gets none of the scope for this audience.", IdentityAssertion.Rule);
        var named = request.Context.Parameters.Values("resource");
        string[] known = [.. named.Select(policy.Find).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (named.Length > MaxResources || named.Any(resource => policy.Find(resource) is null))
            return OAuthError.InvalidTarget("The client gets no identity assertion for this resource.");
        // An assertion without one could be used for each resource there.
        return new IdentityAssertionRequest(policy, scope, named.IsEmpty ? [.. policy.Resources] : [.. known]);
    }
}
