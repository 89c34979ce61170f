namespace OAuth2Server;

/// <summary>The settings of token exchange (RFC 8693).</summary>
public sealed class TokenExchangeOptions
{
    private const int MostExchanges = 10;

    private bool _isChecked;

    /// <summary>Who may exchange tokens, for which resources, with which scope.</summary>
    /// <value>Default empty: every exchange is refused.</value>
    public IList<TokenExchangePolicy> Policies { get; set; } = [];

    /// <summary>How many exchanges may follow one another, each with the token that the one before gave. Each look-up of such a token also
    /// looks up the tokens before it.</summary>
    /// <value>1 to 10; default 5.</value>
    public int MaxExchanges { get; set; } = 5;

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    /// <param name="server">The settings of the server, which list the resources.</param>
    public IEnumerable<string> Validate(OAuth2ServerOptions server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (MaxExchanges is < 1 or > MostExchanges) yield return $"MaxExchanges must be from 1 to {MostExchanges}.";
        for (var i = 0; i < Policies.Count; i++)
        {
            foreach (var problem in ProblemsOf(Policies[i], server)) yield return $"Policies:{i}:{problem}";
            if (Policies.Take(i).Any(before => IsFor(before, Policies[i].ClientId, Policies[i].Audience)))
                yield return $"Policies:{i} is the second one of client '{Policies[i].ClientId}' for '{Policies[i].Audience}': put both " +
                    "into one.";
        }
    }

    /// <summary>The settings that are allowed but dangerous, each as a sentence for the log at start.</summary>
    public IEnumerable<string> Warnings()
    {
        foreach (var policy in Policies)
        {
            if (policy.AllowImpersonation)
                yield return $"AllowImpersonation is on for client {policy.ClientId} at {policy.Audience}: what the client does there " +
                    "with an exchanged token looks like what the user does (RFC 8693 §1.1). An exchange with an actor token names " +
                    "the client.";
            if (policy.AllowUnprovenSubjectToken)
                yield return $"AllowUnprovenSubjectToken is on for client {policy.ClientId} at {policy.Audience}: the client exchanges " +
                    "bound tokens without their key (RFC 9449 §6). It must verify the proof of each token that it gets before it does so.";
        }
    }

    /// <summary>These settings, once they are validated.</summary>
    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    internal TokenExchangeOptions Checked(OAuth2ServerOptions server)
    {
        // Once: the grant of a scoped server is made for each request.
        if (!_isChecked && Validate(server).ToArray() is { Length: > 0 } problems)
            throw new ArgumentException("The options of token exchange are wrong. " + string.Join(' ', problems));
        _isChecked = true;
        return this;
    }

    /// <summary>The policy of a client for a resource; null for none.</summary>
    internal TokenExchangePolicy? Find(string clientId, string resource)
    {
        for (var i = 0; i < Policies.Count; i++)
        {
            if (IsFor(Policies[i], clientId, resource)) return Policies[i];
        }
        return null;
    }

    private static bool IsFor(TokenExchangePolicy policy, string clientId, string resource) =>
        policy.ClientId == clientId && ResourceUri.AreSame(policy.Audience, resource);

    private static IEnumerable<string> ProblemsOf(TokenExchangePolicy policy, OAuth2ServerOptions server)
    {
        if (policy.ClientId.Length == 0) yield return "ClientId is empty: name the client that exchanges.";
        if (!server.Resources.Any(resource => ResourceUri.AreSame(resource.Resource, policy.Audience)))
            yield return $"Audience '{policy.Audience}' is not among Resources: no request could name it (RFC 8707 §2).";
        if (policy.Scopes.Count == 0) yield return "Scopes is empty: name the scope that the new token can have at the most.";
        foreach (var name in policy.Scopes.Where(name => !Grammar.IsNqChar(name)))
            yield return $"Scopes holds '{name}', which is no scope name (RFC 6749 §3.3).";
        var types = server.AuthorizationDetailsTypes.Select(type => type.Type);
        foreach (var type in policy.AuthorizationDetailsTypes.Except(types, StringComparer.Ordinal))
            yield return $"AuthorizationDetailsTypes holds '{type}', which is not among the types of the server.";
        if (policy is { AllowDelegation: false, AllowImpersonation: false })
            yield return "AllowDelegation and AllowImpersonation are both false: the policy allows nothing.";
    }
}
