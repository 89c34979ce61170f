namespace OAuth2Server;

/// <summary>Adds to the metadata of the server what no endpoint describes (RFC 8414 §2): what a binding of tokens supports. One class, one
/// line to register it.</summary>
public interface IMetadataPart
{
    /// <summary>Adds its members, once for each issuer.</summary>
    /// <param name="metadata">The document.</param>
    void Describe(ServerMetadata metadata);
}
