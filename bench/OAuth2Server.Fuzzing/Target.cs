using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OAuth2Server.Jwt;

namespace OAuth2Server.Fuzzing;

/// <summary>One reader of input from outside, with inputs to start from.</summary>
internal sealed record Target(string Name, Func<byte[], bool> Reads, params byte[][] Seeds)
{
    internal const string Issuer = "https://auth.example.com";

    internal static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Claims = $$"""
        {"iss":"{{Issuer}}","aud":["https://photos.example.com"],"sub":"alice","client_id":"app","scope":"a b",
         "jti":"t","iat":1767225600,
         "nbf":1767225600.5,"exp":1767229200,"cnf":{},"x":[1,{"y":"\u0041"}]}
        """;

    private const string Answer = $$"""
        {"active":true,"iss":"{{Issuer}}","aud":"https://photos.example.com","sub":"alice","client_id":"app",
         "scope":"a b","token_type":"Bearer","token_use":"access_token","iat":1767225600,"nbf":1,"exp":1767229200}
        """;

    /// <summary>Every reader. Each tells whether it accepted the input.</summary>
    internal static IReadOnlyList<Target> All { get; } =
    [
        new("token", Token, Bytes(NewToken()), Bytes("a.b.c"), Bytes("eyJhbGciOiJub25lIn0.e30.")),
        // The payload behind a valid signature: a fuzzer cannot sign.
        new("claims", ReadClaims, Bytes(Claims), Bytes("{}")),
        new("keys", data => KeySet.TryRead(data, out _, out _), Bytes(NewKeys()), Bytes("""{"keys":[]}""")),
        new("metadata", data => RemoteMetadata.TryRead(data, Issuer, out _, out _), Bytes(
            $$"""{"issuer":"{{Issuer}}","jwks_uri":"{{Issuer}}/jwks","introspection_endpoint":"{{Issuer}}/introspect"}""")),
        new("proof", ReadProof, Bytes(NewProof()), Bytes("a.b.c\n{}\n{}")),
        new("introspection", ReadAnswer, Bytes(Answer), Bytes("""{"active":false}""")),
        .. SignedByClient.Targets,
        .. FetchedDocuments.Targets,
        .. Requests.Targets,
        .. Grants.Targets,
    ];

    private static bool Token(byte[] data)
    {
        var text = Encoding.Latin1.GetString(data);
        var isType = CompactJws.IsOfType(text, AccessTokenClaims.Type);
        if (CompactJws.Read(text, AccessTokenClaims.Type).IsError(out _, out var jws)) return false;
        if (!isType) throw new InvalidOperationException("A token was read whose type was not seen.");
        // Of one value there must be one text.
        if (Base64Url.EncodeToString(Base64Url.DecodeFromChars(text.Split('.')[2])) != text.Split('.')[2])
            throw new InvalidOperationException("A signature is not canonical.");
        using var payload = jws.ReadPayload();
        return payload is not null;
    }

    private static bool ReadClaims(byte[] data)
    {
        if (!StrictJson.TryRead(data, out var document)) return false;
        using (document)
        {
            var outcome = AccessTokenClaims.Read(document.RootElement, default, Issuer, Now, TimeSpan.FromSeconds(30));
            if (outcome.IsError(out _, out var token)) return false;
            if (token.Audience.IsEmpty
                || token.ExpiresAt < Now.AddSeconds(-30)) throw new InvalidOperationException("An invalid token was read.");
            return true;
        }
    }

    // Three lines: a whole proof, a header, and the payload behind a valid signature.
    private static bool ReadProof(byte[] data)
    {
        if (Encoding.UTF8.GetString(data).Split('\n') is not [var text, var header, var payload]) return false;
        var isRead = !CompactJws.Read(text, "dpop+jwt").IsError(out _, out var jws);
        if (isRead)
        {
            using var again = jws!.ReadHeader();
            ProofKey.Problem(again.RootElement, out _);
        }
        if (StrictJson.TryRead(Encoding.UTF8.GetBytes(header), out var json))
        {
            using (json)
            {
                isRead |= ProofKey.Problem(json.RootElement, out var key) is null;
                if (key is { Thumbprint.Length: not 43 }) throw new InvalidOperationException("A thumbprint has another length.");
            }
        }
        if (!StrictJson.TryRead(Encoding.UTF8.GetBytes(payload), out json)) return isRead;
        using (json)
        {
            if (ProofClaims.Problem(json.RootElement, Now, out var claims) is not null) return isRead;
            if (ProofAddress.Normal(claims!.Address) is { } normal && !ProofAddress.AreSame(claims.Address, normal))
                throw new InvalidOperationException("An address is not that of its own normal form.");
            return true;
        }
    }

    private static bool ReadAnswer(byte[] data) =>
        IntrospectionAnswer.Read(data, default, Issuer, true, (Now, TimeSpan.FromSeconds(30), Now)) is { } read && !read.IsError(out _,
            out _);

    private static string NewToken()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = Encode("""{"alg":"ES256","typ":"at+jwt","kid":"k1"}""") + "." + Encode(Claims);
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    private static string NewProof()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = key.ExportParameters(false).Q;
        var (x, y) = (Base64Url.EncodeToString(q.X), Base64Url.EncodeToString(q.Y));
        var header = $$$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"{{{x}}}","y":"{{{y}}}"}}""";
        var payload = """{"jti":"1","htm":"POST","htu":"HTTPS://A:443/%2e%2E/%7e?q#f","iat":1767225600,"ath":"x","nonce":"n"}""";
        var text = $"{Encode(header)}.{Encode(payload)}";
        text += "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
        return $"{text}\n{header}\n{payload}";
    }

    internal static string NewKeys()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (r, q) = (rsa.ExportParameters(false), ec.ExportParameters(false).Q);
        return JsonSerializer.Serialize(new
        {
            keys = new object[]
            {
                new { kty = "RSA", kid = "r", use = "sig", alg = "RS256", n = Base64Url.EncodeToString(r.Modulus), e = "AQAB" },
                new { kty = "EC", kid = "e", crv = "P-256", x = Base64Url.EncodeToString(q.X), y = Base64Url.EncodeToString(q.Y) },
            },
        });
    }

    internal static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.Trim());
}
