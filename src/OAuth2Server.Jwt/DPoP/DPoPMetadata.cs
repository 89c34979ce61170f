namespace OAuth2Server.Jwt;

/// <summary>Adds the algorithms of DPoP proofs to the metadata (RFC 9449 §5.1): clients see by it that the server supports DPoP.</summary>
/// <param name="proofs">Verifies proofs.</param>
public sealed class DPoPMetadata(DPoPProofs proofs) : IMetadataPart
{
    /// <inheritdoc/>
    public void Describe(ServerMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        metadata.Add("dpop_signing_alg_values_supported", proofs.Algorithms);
    }
}
