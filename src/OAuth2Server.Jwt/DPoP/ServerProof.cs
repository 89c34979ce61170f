namespace OAuth2Server.Jwt;

/// <summary>The proof of a request to an endpoint of the authorization server: verified once, also where several parts ask for
/// it.</summary>
internal static class ServerProof
{
    /// <summary>The same, for a client that is known: its profile must allow the algorithm and the time.</summary>
    /// <param name="proofs">Verifies proofs.</param>
    /// <param name="client">The client.</param>
    /// <param name="context">The request, which has a proof.</param>
    internal static Outcome<VerifiedProof> Of(DPoPProofs proofs, Client client, OAuthContext context)
    {
        if (Of(proofs, context).IsError(out var error, out var proof)) return error;
        var profile = client.ProfileIn(context);
        if (proof.TimeProblem(profile) is { } notNow) return notNow;
        return profile.AllowsSigningAlgorithm(proof.Algorithm)
            ? proof
            : OAuthError.InvalidDPoPProof(
                400, "FAPI 2.0 Security Profile §5.4.1", "The profile of the server or of the client does not allow its algorithm.");
    }

    /// <summary>Verifies the proof, or finds what was verified before.</summary>
    /// <param name="proofs">Verifies proofs.</param>
    /// <param name="context">The request, which has a proof.</param>
    internal static Outcome<VerifiedProof> Of(DPoPProofs proofs, OAuthContext context)
    {
        if (context.Items.TryGetValue(proofs, out var found) && found is VerifiedProof before) return before;
        if (proofs.Verify(DPoPBinding.CallOf(context)).IsError(out var error, out var proof)) return error;
        context.Items[proofs] = proof;
        return proof;
    }
}
