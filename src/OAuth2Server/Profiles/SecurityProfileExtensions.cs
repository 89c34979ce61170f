namespace OAuth2Server;

/// <summary>What a profile demands of messages and clients.</summary>
public static class SecurityProfileExtensions
{
    private static readonly TimeSpan FapiClockSkew = TimeSpan.FromSeconds(60);
    private static readonly string[] FapiAlgorithms = ["PS256", "ES256", "EdDSA", "Ed25519"];
    private static readonly string[] FapiMethods = ["private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"];

    extension(SecurityProfile profile)
    {
        /// <summary>Whether a message may be signed with an algorithm: a client assertion, a request object, a DPoP proof, a
        /// token.</summary>
        /// <remarks>FAPI 2.0 Security Profile §5.4.1: RS256 has padding that attacks are known for.</remarks>
        /// <param name="algorithm">The name of the algorithm (<c>alg</c>, RFC 7518 §3.1).</param>
        /// <returns>False for one that the profile forbids. A profile allows no algorithm that its reader refuses.</returns>
        public bool AllowsSigningAlgorithm(string algorithm) => profile < SecurityProfile.Fapi2 || FapiAlgorithms.Contains(algorithm);

        /// <summary>How far the times of a message (<c>iat</c>, <c>nbf</c>) may be ahead of the clock of the server: a client assertion, a
        /// request object, a DPoP proof.</summary>
        /// <remarks>FAPI 2.0 Security Profile §5.3.2.1 refuses more than 60 seconds: a message that was made for later use would be valid
        /// for as long.</remarks>
        /// <param name="configured">The setting.</param>
        /// <returns>The setting, or the limit of the profile where it is shorter.</returns>
        public TimeSpan LimitClockSkew(TimeSpan configured) =>
            profile >= SecurityProfile.Fapi2 && configured > FapiClockSkew ? FapiClockSkew : configured;

        /// <summary>Whether a client may authenticate with a method.</summary>
        /// <remarks>FAPI 2.0 Security Profile §5.3.2.1 allows asymmetric methods only: no other party has their secret.</remarks>
        /// <param name="method">The registered name of the method (RFC 7591 §2).</param>
        /// <returns>False for one that the profile forbids.</returns>
        public bool AllowsClientAuthentication(string method) => profile < SecurityProfile.Fapi2 || FapiMethods.Contains(method);
    }
}
