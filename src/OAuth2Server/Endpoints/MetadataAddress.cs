namespace OAuth2Server;

/// <summary>One more address of the server's metadata, for clients of another specification: the document is the same one, so that two
/// addresses never disagree.</summary>
/// <param name="Name">The name of the endpoint in logs and metrics: <c>openid_configuration</c>.</param>
/// <param name="Path">The well-known path: <c>/.well-known/openid-configuration</c>. It is answered with the path of the issuer behind it
/// (RFC 8414 §3.1) and before it (OpenID Connect Discovery 1.0 §4).</param>
public sealed record MetadataAddress(string Name, string Path)
{
    /// <summary>The path.</summary>
    public override string ToString() => $"MetadataAddress({Path})";
}
