namespace OAuth2Server.Jwt;

/// <summary>Says in the metadata that the JWT bearer grant accepts identity assertions
/// (draft-ietf-oauth-identity-assertion-authz-grant-03 §7.2). It does not say whose.</summary>
/// <param name="options">The settings.</param>
public sealed class IdentityAssertionProfile(JwtBearerOptions options) : IMetadataPart
{
    /// <inheritdoc/>
    public void Describe(ServerMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (options.AcceptsIdentityAssertions) metadata.Add("authorization_grant_profiles_supported", [IdentityAssertion.Profile]);
    }
}
