namespace OAuth2Server;

/// <summary>A form of introspection answers beside JSON: a signed JWT, for instance (RFC 9701). One class.</summary>
/// <remarks>What a client may know is decided before: a format changes the form of the answer only.</remarks>
public interface IIntrospectionFormat
{
    /// <summary>Adds what clients need to know to the metadata of the server.</summary>
    /// <param name="metadata">The metadata.</param>
    void Describe(ServerMetadata metadata);

    /// <summary>True when a request asks for this form. Of several the first that returns true is used; of none the answer is
    /// JSON.</summary>
    /// <param name="context">The request.</param>
    bool AppliesTo(OAuthContext context);

    /// <summary>Writes the answer.</summary>
    /// <param name="answer">The JSON of the answer (RFC 7662 §2.2).</param>
    /// <param name="client">The client that asks, authenticated.</param>
    /// <param name="context">The request.</param>
    /// <param name="ct">Cancelled when the client closes the connection.</param>
    ValueTask<OAuthResponse> WriteAsync(ReadOnlyMemory<byte> answer, Client client, OAuthContext context, CancellationToken ct);
}
