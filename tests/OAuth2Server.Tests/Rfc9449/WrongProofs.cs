namespace OAuth2Server.Tests.Rfc9449;

/// <summary>What is changed in proofs that are refused.</summary>
public static class WrongProofs
{
    /// <summary>Changes of the header of a proof; null takes a member away.</summary>
    public static TheoryData<string, string?> Headers => new()
    {
        { "typ", null }, { "typ", "\"jwt\"" }, { "typ", "\"at+jwt\"" }, { "typ", "1" },
        { "alg", null }, { "alg", "\"none\"" }, { "alg", "\"HS256\"" }, { "alg", "\"RS256\"" }, { "alg", "\"es256\"" },
        { "alg", "\"ES384\"" }, { "alg", "\"PS256\"" },
        { "jwk", null }, { "jwk", "\"x\"" }, { "jwk", "{}" }, { "jwk", """{"kty":"oct","k":"c2VjcmV0"}""" },
        { "jwk", """{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}""" },
        { "crit", """["exp"]""" }, { "b64", "false" }, { "cty", "\"JWT\"" },
    };

    /// <summary>Changes of the payload of a proof.</summary>
    public static TheoryData<string, string?> Claims => new()
    {
        { "jti", null }, { "jti", "1" }, { "jti", "\"\"" }, { "jti", $"\"{new string('j', 257)}\"" },
        { "htm", null }, { "htm", "\"GET\"" }, { "htm", "\"post\"" }, { "htm", "[\"POST\"]" },
        { "htu", null }, { "htu", "1" }, { "htu", "\"https://auth.example.com/oauth2/revoke\"" },
        { "htu", "\"https://other.example.com/oauth2/token\"" }, { "htu", "\"http://auth.example.com/oauth2/token\"" },
        { "htu", "\"https://auth.example.com:8443/oauth2/token\"" }, { "htu", "\"/oauth2/token\"" },
        { "htu", "\"https://auth.example.com/oauth2/token/\"" }, { "htu", "\"https://u@auth.example.com/oauth2/token\"" },
        { "htu", "\"https://auth.example.com/oauth2/TOKEN\"" }, { "htu", "\"https://auth.example.com/oauth2%2Ftoken\"" },
        { "iat", null }, { "iat", "\"1\"" }, { "iat", "-1" },
        { "nonce", "1" }, { "exp", "\"1\"" }, { "nbf", "{}" },
    };
}
