using System.Text;
using CsCheck;

namespace OAuth2Server.Jwt.Tests.Reading;

/// <summary>A reader answers any input from outside with a value or a refusal: no exception, no repair.</summary>
public sealed class AnyInputTests : ReadingTests
{
    private static readonly string[] Words =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\"alg\"", "\"ES256\"", "\"none\"", "\"typ\"", "\"at+jwt\"", "\"kid\"", "\"exp\"", "\"aud\"",
        "\"keys\"", "\"kty\"", "\"RSA\"", "\"n\"", "\"e\"", "\"AQAB\"", "\"active\"", "true", "false", "null", "1e400", "-1", "1767229200",
        "\\uD800", "\"crit\"", "\0", "\"issuer\"", "\"https://auth.example.com\"", "\"jwks_uri\"",
    ];

    private static readonly Gen<string> Piece =
        Gen.OneOf(Gen.Int[0, Words.Length - 1].Select(i => Words[i]), Gen.String[Gen.Char, 0, 8]);

    private static readonly Gen<string> Text = Piece.Array[0, 30].Select(string.Concat);

    private static readonly Gen<byte[]> Bytes = Gen.OneOf(Text.Select(Encoding.UTF8.GetBytes), Gen.Byte.Array[0, 200]);

    [Fact]
    public void No_text_of_a_header_throws_and_none_that_was_not_signed_is_accepted()
    {
        var server = new ScriptedServer(Issuer);
        var reader = Start(server);
        Gen.Select(Text, Text, Gen.String).Sample((header, payload, signature) =>
        {
            foreach (var token in new[]
            {
                header, $"{header}.{payload}.{signature}",
                    $"{TestIssuer.Encode(header)}.{TestIssuer.Encode(payload)}.{TestIssuer.Encode(signature)}",
                $"{TestIssuer.Encode(Issuer.Header.ToJsonString())}.{TestIssuer.Encode(payload)}.{TestIssuer.Encode(signature)}",
            })
            {
                var outcome = reader.ReadAsync(new(token), Context(), Ct).AsTask().GetAwaiter().GetResult();
                if (!outcome.IsError(out var error, out _) || error.Status != 401) return false;
            }
            return true;
        }, iter: 2000);
    }

    [Fact]
    public void No_signed_payload_throws() =>
        Text.Sample(payload => AccessTokenOf(payload).IsError(out var error, out var token) ? error.Status == 401
            : !token.Audience.IsEmpty, iter: 5000);

    [Fact]
    public void No_key_set_metadata_or_introspection_answer_throws() =>
        Bytes.Sample(
            bytes =>
            {
                var keys = KeySet.TryRead(bytes, out var read, out _);
                var metadata = RemoteMetadata.TryRead(bytes, TestIssuer.Name, out _, out var problem);
                IntrospectionAnswer.Read(bytes, default, TestIssuer.Name, true, (TestIssuer.Now, TimeSpan.Zero, TestIssuer.Now));
                return keys == (read?.Count > 0) && (metadata || problem.Length > 0);
            },
            iter: 5000);

    [Fact]
    public void Of_each_value_there_is_one_text_in_base64url() =>
        Gen.Byte.Array[1, 40].Sample(bytes =>
        {
            var text = TestIssuer.Encode(bytes);
            var others = new[] { text + "=", text + "\n", text.Insert(text.Length / 2, " "), text + "." };
            return StrictBase64Url.Decode(text)!.AsSpan().SequenceEqual(bytes) && others.All(other =>
                StrictBase64Url.Decode(other) is null);
        });

    private static Outcome<AccessToken> AccessTokenOf(string payload)
    {
        if (!StrictJson.TryRead(Encoding.UTF8.GetBytes(payload), out var document)) return CompactJws.Refusal("", "");
        using (document) return AccessTokenClaims.Read(document.RootElement, default, TestIssuer.Name, TestIssuer.Now, TimeSpan.Zero);
    }
}
