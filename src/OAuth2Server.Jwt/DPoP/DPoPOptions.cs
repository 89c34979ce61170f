namespace OAuth2Server.Jwt;

/// <summary>Settings of the verification of DPoP proofs (RFC 9449), at an authorization server or at a resource.</summary>
public sealed class DPoPOptions
{
    /// <summary>The signature algorithms of proofs, in the order that the metadata and the challenges list them.</summary>
    /// <value>Some of <see cref="SigningAlgorithm.All"/>; default ES256, ES384 and PS256. The FAPI 2.0 profile forbids RS256.</value>
    public IList<string> Algorithms { get; set; } = [SigningAlgorithm.ES256, SigningAlgorithm.ES384, SigningAlgorithm.PS256];

    /// <summary>How far the time of a proof (<c>iat</c>) may be from the clock of the server, before it and after it. A proof with a valid
    /// nonce has no limit: the nonce has one.</summary>
    /// <value>10 seconds to 5 minutes; default 60 seconds. For as long as twice this time, used proofs are remembered. With FAPI 2.0 a
    /// proof is 60 seconds ahead of the clock of the server at the most, also one with a nonce.</value>
    public TimeSpan ProofLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether each proof must have a nonce of the server (RFC 9449 §8, §9). An attacker who runs code at the client could make
    /// proofs for later use without it; clients send each first request twice with it.</summary>
    /// <value>Default false.</value>
    public bool RequireNonce { get; set; }

    /// <summary>Whether DPoP is required. At an authorization server each token request then needs a proof; at a resource, tokens that are
    /// not bound to a key are refused. A resource that verifies certificates too (RFC 8705 §3) accepts the tokens that are bound to
    /// one.</summary>
    /// <value>Default false: at an authorization server a client may ask for it alone (<see cref="Client.DPoPBoundAccessTokens"/>).</value>
    public bool RequireProof { get; set; }

    /// <summary>The problems of the settings, each as a sentence; empty when there is none.</summary>
    public IEnumerable<string> Validate()
    {
        if (Algorithms.Count == 0) yield return "Algorithms must have at least one algorithm.";
        foreach (var algorithm in Algorithms.Where(algorithm => !SigningAlgorithm.All.Contains(algorithm)))
            yield return $"Algorithms has '{algorithm}', which is none of {string.Join(", ", SigningAlgorithm.All)}.";
        if (ProofLifetime < TimeSpan.FromSeconds(10) || ProofLifetime > TimeSpan.FromMinutes(5))
            yield return "ProofLifetime must be from 10 seconds to 5 minutes.";
    }
}
