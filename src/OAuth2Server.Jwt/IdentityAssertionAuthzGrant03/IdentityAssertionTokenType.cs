namespace OAuth2Server.Jwt;

/// <summary>Says in the metadata that token exchange issues identity assertions
/// (draft-ietf-oauth-identity-assertion-authz-grant-03 §7.1).</summary>
public sealed class IdentityAssertionTokenType : IMetadataPart
{
    /// <inheritdoc/>
    public void Describe(ServerMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        metadata.Add("identity_chaining_requested_token_types_supported", [IdentityAssertion.TokenType]);
    }
}
