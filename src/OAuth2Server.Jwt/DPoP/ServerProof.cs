namespace OAuth2Server.Jwt;

/// <summary>The proof of a request to an endpoint of the authorization server: verified once, also where several parts ask for
/// it.</summary>
internal static class ServerProof
{
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
