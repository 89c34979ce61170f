using System.Buffers;
using System.Text.Json;

namespace OAuth2Server.AspNetCore;

/// <summary>What a protected resource says about itself (RFC 9728 §2): clients find the authorization server by it.</summary>
public sealed class ProtectedResourceMetadata
{
    /// <summary><c>resource</c>: the identifier of the resource. Clients compare it with the address that they started from.</summary>
    /// <value>An https URL without fragment; http is for a loopback host only. Default: <see cref="OAuth2BearerOptions.Resource"/>.</value>
    public string Resource { get; set; } = "";

    /// <summary><c>authorization_servers</c>: the issuers whose tokens are accepted, each exactly as in the metadata of that
    /// server.</summary>
    /// <value>Default: <see cref="OAuth2BearerOptions.Authority"/>, or the issuer of the server in this process.</value>
    public IList<string> AuthorizationServers { get; set; } = [];

    /// <summary><c>scopes_supported</c>: the scope names that clients use here.</summary>
    public IList<string> ScopesSupported { get; set; } = [];

    /// <summary><c>authorization_details_types_supported</c>: the types of authorization details that this resource understands (RFC 9396
    /// §10).</summary>
    public IList<string> AuthorizationDetailsTypesSupported { get; set; } = [];

    /// <summary><c>bearer_methods_supported</c>: how a token may be sent.</summary>
    /// <value>Default: <c>header</c>, and <c>body</c> with <see cref="OAuth2BearerOptions.AllowFormParameter"/>.</value>
    public IList<string> BearerMethodsSupported { get; set; } = [];

    /// <summary><c>jwks_uri</c>: the keys of the resource itself, with which it signs answers; null for none. These are not the keys of
    /// access tokens.</summary>
    public string? JwksUri { get; set; }

    /// <summary><c>resource_name</c>: a name for users; null for none.</summary>
    public string? ResourceName { get; set; }

    /// <summary><c>resource_documentation</c>: the URL of a page for developers; null for none.</summary>
    public string? ResourceDocumentation { get; set; }

    /// <summary><c>resource_policy_uri</c>: the URL of a page about the use of the data; null for none.</summary>
    public string? ResourcePolicyUri { get; set; }

    /// <summary><c>resource_tos_uri</c>: the URL of the terms of service; null for none.</summary>
    public string? ResourceTosUri { get; set; }

    /// <summary><c>dpop_signing_alg_values_supported</c>: the algorithms of DPoP proofs (RFC 9449) that are accepted here.</summary>
    /// <value>Default: those of <see cref="OAuth2BearerOptions.DPoP"/>.</value>
    public IList<string> DPoPSigningAlgValuesSupported { get; set; } = [];

    /// <summary><c>dpop_bound_access_tokens_required</c>: whether each token must be bound to a key and sent with a DPoP proof.</summary>
    /// <value>Default: <c>RequireProof</c> of <see cref="OAuth2BearerOptions.DPoP"/>.</value>
    public bool DPoPBoundAccessTokensRequired { get; set; }

    /// <summary><c>tls_client_certificate_bound_access_tokens</c>: whether tokens that are bound to a certificate (RFC 8705) are accepted
    /// with that certificate.</summary>
    /// <value>Default: that setting of <see cref="OAuth2BearerOptions"/>, or whether <c>AddMutualTls</c> was called.</value>
    public bool TlsClientCertificateBoundAccessTokens { get; set; }

    internal IEnumerable<string> Validate()
    {
        if (!ResourceAddress.IsPublishable(Resource))
            yield return $"Resource '{Resource}' must be an https URL without fragment; http is for a loopback host only (RFC 9728 §1.2).";
        foreach (var issuer in AuthorizationServers.Where(issuer => !ResourceAddress.IsPublishable(issuer)))
            yield return $"AuthorizationServers holds '{issuer}', which is no issuer (RFC 8414 §2).";
    }

    // Members without a value, and empty lists, are left out (RFC 9728 §3.2).
    internal byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resource", Resource);
            Write(json, "authorization_servers", AuthorizationServers);
            Write(json, "jwks_uri", JwksUri);
            Write(json, "scopes_supported", ScopesSupported);
            Write(json, "bearer_methods_supported", BearerMethodsSupported);
            Write(json, "authorization_details_types_supported", AuthorizationDetailsTypesSupported);
            Write(json, "resource_name", ResourceName);
            Write(json, "resource_documentation", ResourceDocumentation);
            Write(json, "resource_policy_uri", ResourcePolicyUri);
            Write(json, "resource_tos_uri", ResourceTosUri);
            Write(json, "tls_client_certificate_bound_access_tokens", TlsClientCertificateBoundAccessTokens);
            Write(json, "dpop_signing_alg_values_supported", DPoPSigningAlgValuesSupported);
            Write(json, "dpop_bound_access_tokens_required", DPoPBoundAccessTokensRequired);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    // False is the value of a member that is left out (RFC 9728 §2).
    private static void Write(Utf8JsonWriter json, string name, bool value)
    {
        if (value) json.WriteBoolean(name, value);
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) json.WriteString(name, value);
    }

    private static void Write(Utf8JsonWriter json, string name, IList<string> values)
    {
        if (values.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var value in values.Distinct(StringComparer.Ordinal)) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
