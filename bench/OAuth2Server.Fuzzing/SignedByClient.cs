using System.Text;
using OAuth2Server.Jwt;

namespace OAuth2Server.Fuzzing;

/// <summary>The readers of what a client signs, and of its keys. The claims are those behind a valid signature.</summary>
internal static class SignedByClient
{
    private const string Assertion = $$"""
        {"iss":"app","sub":"app","aud":"{{Target.Issuer}}","jti":"a","iat":1767225600,"nbf":1767225600.5,"exp":1767225660}
        """;

    private const string RequestObject = $$$$"""
        {"iss":"app","client_id":"app","aud":["{{{{Target.Issuer}}}}","x"],"exp":1767225660,"nbf":1767225600,"response_type":"code",
         "scope":"a b","max_age":3600,"resource":["https://a.example","https://b.example"],"claims":{"id_token":{"auth_time":null}}}
        """;

    private static readonly ClientAssertionOptions Assertions = new();
    private static readonly RequestObjectOptions RequestObjects = new();

    /// <summary>The readers.</summary>
    internal static IReadOnlyList<Target> Targets { get; } =
    [
        new("assertion", ReadAssertion, Target.Bytes(Assertion), Target.Bytes("{}"), Header("client-authentication+jwt", Assertion)),
        new("request-object", ReadRequestObject, Target.Bytes(RequestObject), Target.Bytes("{}"), Header("JWT", RequestObject)),
        new("client-jwks", ReadKeys, Target.Bytes(Target.NewKeys()), Target.Bytes("""{"keys":[{"kty":"OKP","x5c":["AAAA","BBBB"]}]}""")),
    ];

    private static bool ReadAssertion(byte[] data)
    {
        ReadHeader(data, ClientAssertion.Type);
        if (!StrictJson.TryRead(data, out var document)) return false;
        using (document)
        {
            var id = ClientAssertion.ClientIdOf(document.RootElement);
            var outcome = ClientAssertion.Read(document.RootElement, [Target.Issuer], Assertions, Target.Now);
            if (id is null || outcome.IsError(out _, out var assertion)) return false;
            if (assertion.Id.Length is 0 or > 256 || assertion.Audience != Target.Issuer || id.Any(c => c is < ' ' or > '~')
                || assertion.AcceptedUntil <= Target.Now || assertion.AcceptedUntil > Target.Now.AddMinutes(12))
                throw new InvalidOperationException("An invalid assertion was read.");
            var asRequest = new RequestObjectClaims(document.RootElement);
            if (asRequest.Problem(id, Target.Issuer, RequestObjects, Target.Now) is null)
                throw new InvalidOperationException("An assertion was read as a request object.");
            return true;
        }
    }

    private static bool ReadRequestObject(byte[] data)
    {
        ReadHeader(data, RequestObjectClaims.Type);
        if (!StrictJson.TryRead(data, out var document)) return false;
        using (document)
        {
            var claims = new RequestObjectClaims(document.RootElement);
            if (claims.Problem("app", Target.Issuer, RequestObjects, Target.Now) is not null
                || claims.ReadParameters().IsError(out _, out var parameters)) return false;
            if (parameters["client_id"] != "app" || parameters.Problem is not null || parameters["request"] is not null
                || parameters["request_uri"] is not null || parameters.Count > 128)
                throw new InvalidOperationException("An invalid request object was read.");
            return true;
        }
    }

    private static bool ReadKeys(byte[] data)
    {
        if (ClientKeySet.Read(data) is not { } keys) return false;
        if (!keys.Json.Span.SequenceEqual(data)) throw new InvalidOperationException("The text of the keys was changed.");
        return !keys.HasCertificate(default);
    }

    // The same input as a whole token.
    private static void ReadHeader(byte[] data, string type)
    {
        if (CompactJws.Read(Encoding.Latin1.GetString(data), type, isTypeOptional: true).IsError(out _, out var jws)) return;
        using var payload = jws.ReadPayload();
    }

    private static byte[] Header(string type, string claims) =>
        Target.Bytes($$"""{{Target.Encode($$"""{"alg":"ES256","kid":"k1","typ":"{{type}}"}""")}}.{{Target.Encode(claims)}}.AAAA""");
}
