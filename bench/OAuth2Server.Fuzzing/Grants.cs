using System.Text;
using OAuth2Server.Jwt;

namespace OAuth2Server.Fuzzing;

/// <summary>What other parties say about an authorization: assertions of other issuers, and authorization details.</summary>
internal static class Grants
{
    private const string IdentityProvider = "https://idp.example.com";

    private const string Assertion = $$"""
        {"iss":"{{IdentityProvider}}","sub":"alice","aud":"{{Target.Issuer}}","client_id":"app","jti":"a","iat":1767225600,
         "exp":1767225660,"scope":"a b","resource":["https://photos.example.com"],"cnf":{"jkt":"{{Thumbprint}}"} }
        """;

    private const string Thumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

    private const string Details = """
        [{"type":"payment","creditor":"Shop","amount":1e1,"locations":["https://a.example"]},{"type":"\u0061","x":{"y":[null,true]}}]
        """;

    private static readonly TrustedIssuer Issuer = new() { Issuer = IdentityProvider, Clients = ["app"], Scopes = ["a"] };
    private static readonly Client App = new() { Id = "app", Type = ClientType.Confidential };

    /// <summary>The readers.</summary>
    internal static IReadOnlyList<Target> Targets { get; } =
    [
        // The payload behind a valid signature.
        new("user-assertion", ReadAssertion, Target.Bytes(Assertion), Target.Bytes("{}")),
        new("details", ReadDetails, Target.Bytes(Details), Target.Bytes("[]")),
    ];

    private static bool ReadAssertion(byte[] data)
    {
        if (!StrictJson.TryRead(data, out var document)) return false;
        using (document)
        {
            var context = new OAuthContext { Request = new NoRequest(), Now = Target.Now, Issuer = Target.Issuer };
            var skew = TimeSpan.FromMinutes(1);
            var read = new AssertionClaims(document.RootElement, isIdentity: true).Read(Issuer, App, context, skew);
            if (read.IsError(out _, out var verified)) return false;
            if (verified.Assertion.Subject.Length == 0 || verified.Assertion.Id.Length == 0 || verified.AcceptedUntil <= Target.Now
                || verified.AcceptedUntil > Target.Now + Issuer.MaxLifetime + 2 * skew)
                throw new InvalidOperationException("An invalid assertion was read.");
            return true;
        }
    }

    private static bool ReadDetails(byte[] data)
    {
        if (AuthorizationDetails.Parse(Encoding.UTF8.GetString(data)).IsError(out var error, out var details))
        {
            if (error.Code != "invalid_authorization_details") throw new InvalidOperationException($"The error is {error.Code}.");
            return false;
        }
        // As a store keeps them.
        var text = details.ToJson();
        if (AuthorizationDetails.Parse(text).IsError(out _, out var again) ? text.Length <= AuthorizationDetails.MaxLength
            : again.Count != details.Count || again.ToJson() != text || !again.Zip(details).All(pair => pair.First.Says(pair.Second)))
            throw new InvalidOperationException("Authorization details do not come back.");
        return true;
    }

    private sealed class NoRequest : OAuthRequest
    {
        public override string Method => "POST";

        public override Uri Uri { get; } = new(Target.Issuer + "/oauth2/token");

        public override RequestParameters Parameters { get; } = RequestParameters.FromQuery("");

        public override IReadOnlyList<string?> Header(string name) => [];
    }
}
