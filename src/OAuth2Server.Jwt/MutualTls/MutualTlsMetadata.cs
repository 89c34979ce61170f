namespace OAuth2Server.Jwt;

/// <summary>Writes into the metadata that tokens can be bound to certificates, and where clients with a certificate find the endpoints (RFC
/// 8705 §3.3, §5).</summary>
/// <param name="options">The settings.</param>
public sealed class MutualTlsMetadata(MutualTlsOptions options) : IMetadataPart
{
    // Browsers call these, and have no certificate of a client.
    private static readonly string[] OfBrowsers = ["authorization_endpoint", "end_session_endpoint"];

    /// <inheritdoc/>
    public void Describe(ServerMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        metadata.Add("tls_client_certificate_bound_access_tokens", true);
        if (options.AliasUrl is not { } alias) return;
        metadata.Add("mtls_endpoint_aliases", metadata.Endpoints.Where(endpoint => !OfBrowsers.Contains(endpoint.Key))
            .Select(endpoint => KeyValuePair.Create(endpoint.Key, MutualTlsOptions.AliasOf(endpoint.Value, alias))));
    }
}
