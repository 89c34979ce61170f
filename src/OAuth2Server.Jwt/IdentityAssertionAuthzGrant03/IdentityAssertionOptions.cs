namespace OAuth2Server.Jwt;

/// <summary>Which identity assertions token exchange issues (ID-JAG, draft-ietf-oauth-identity-assertion-authz-grant-03 §4.3).</summary>
public sealed class IdentityAssertionOptions
{
    /// <summary>Who gets one, for which server, with which scope.</summary>
    /// <value>Default empty: every request is refused.</value>
    public IList<IdentityAssertionPolicy> Policies { get; set; } = [];

    /// <summary>How long an assertion is valid. It is never valid longer than the token that it was exchanged for.</summary>
    /// <value>30 seconds to 5 minutes; default 5 minutes.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The problems of the settings, each as a sentence that names the setting; empty when there is none.</summary>
    /// <param name="server">The settings of the server.</param>
    public IEnumerable<string> Validate(OAuth2ServerOptions server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (Lifetime < TimeSpan.FromSeconds(30) || Lifetime > TimeSpan.FromMinutes(5))
            yield return "Lifetime must be from 30 seconds to 5 minutes.";
        for (var i = 0; i < Policies.Count; i++)
        {
            foreach (var problem in Policies[i].Problems(server)) yield return $"Policies:{i}:{problem}";
            if (Policies.Take(i).Any(before => before.ClientId == Policies[i].ClientId && before.Audience == Policies[i].Audience))
                yield return $"Policies:{i}:Audience '{Policies[i].Audience}' is there twice for client '{Policies[i].ClientId}': put both "
                    + "into one.";
        }
    }

    /// <summary>The policy of a client for another server; null for none.</summary>
    internal IdentityAssertionPolicy? Find(string clientId, string audience) =>
        Policies.FirstOrDefault(policy => policy.ClientId == clientId && IdentityAssertionPolicy.AreSame(policy.Audience, audience));
}
