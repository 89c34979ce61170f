namespace OAuth2Server.Jwt;

/// <summary>Says in the metadata that clients may describe themselves by a document
/// (draft-ietf-oauth-client-id-metadata-document-02 §5).</summary>
public sealed class ClientIdMetadataDocumentPart : IMetadataPart
{
    /// <inheritdoc/>
    public void Describe(ServerMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        metadata.Add("client_id_metadata_document_supported", true);
    }
}
