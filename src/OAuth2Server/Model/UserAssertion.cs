using System.Text.Json;

namespace OAuth2Server;

/// <summary>What a trusted issuer says about a user, after the signature and all times were verified (RFC 7523 §3).</summary>
/// <param name="Issuer">The issuer, and what it is trusted for.</param>
/// <param name="Subject">The user, by the identifier of the issuer (<c>sub</c>). It is unique with the issuer, and says nothing about a
/// user of this server who has the same identifier.</param>
/// <param name="Id">The id of the assertion (<c>jti</c>).</param>
/// <param name="IsIdentityAssertion">Whether it is an identity assertion (ID-JAG), made for one client.</param>
/// <param name="Claims">All claims. Use <c>email</c> only where <c>email_verified</c> is true.</param>
public sealed record UserAssertion(TrustedIssuer Issuer, string Subject, string Id, bool IsIdentityAssertion, JsonElement Claims)
{
    /// <summary>The issuer and the id; the rest is about a person.</summary>
    public override string ToString() => $"UserAssertion({Issuer.Issuer}, {Id})";
}
