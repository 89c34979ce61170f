using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OAuth2Server;

/// <summary>Proof Key for Code Exchange (RFC 7636): a stolen code cannot be redeemed without the verifier, which only its client
/// has.</summary>
internal static class Pkce
{
    private const string S256 = "S256";
    private const string Plain = "plain";

    /// <summary>A challenge and its method; both null when the client uses no PKCE.</summary>
    internal readonly record struct Challenge(string? Value, string? Method)
    {
        /// <summary>The method alone: with the method plain the challenge is the verifier.</summary>
        public override string ToString() => $"Challenge({Method})";
    }

    /// <summary>Reads the challenge of an authorization request (RFC 7636 §4.3).</summary>
    internal static Outcome<Challenge> Read(RequestParameters parameters, Client client, bool allowPlain)
    {
        var (value, method) = (parameters["code_challenge"], parameters["code_challenge_method"]);
        if (value is null)
        {
            if (method is not null)
                return OAuthError.InvalidRequest("code_challenge_method is sent without code_challenge.", "RFC 7636 §4.3");
            // Without it an attacker can redeem a code that leaked, or inject one (RFC 9700 §2.1.1, §4.5).
            return client.RequirePkce || client.Type == ClientType.Public
                ? OAuthError.InvalidRequest("code_challenge is missing: PKCE is required.", "RFC 9700 §2.1.1")
                : default(Challenge);
        }

        return (method ?? Plain) switch
        {
            S256 when Grammar.IsS256Challenge(value) => new Challenge(value, S256),
            Plain when allowPlain && Grammar.IsCodeVerifier(value) => new Challenge(value, Plain),
            S256 or Plain when method == S256 || allowPlain => OAuthError.InvalidRequest("code_challenge is malformed.", "RFC 7636 §4.2"),
            // Said here and not at the token endpoint, where a plain challenge that was taken for S256 would look like a wrong verifier.
            _ when method is null => OAuthError.InvalidRequest(
                "code_challenge_method is missing, which means plain: send code_challenge_method=S256.", "RFC 7636 §4.3"),
            _ => OAuthError.InvalidRequest("code_challenge_method must be S256.", "RFC 9700 §2.1.1"),
        };
    }

    /// <summary>Checks a verifier against a saved code (RFC 7636 §4.6); null when it matches.</summary>
    internal static OAuthError? Problem(AuthorizationCode code, string? verifier)
    {
        if (code.CodeChallenge is not { } challenge)
        {
            // A verifier for a code that was requested without a challenge: an attacker removed the challenge from the request (RFC 9700
            // §4.8.2).
            return verifier is null
                ? null
                : OAuthError.InvalidGrant("code_verifier is sent for a code without a challenge.", "RFC 9700 §4.8.2");
        }
        if (verifier is null) return OAuthError.InvalidGrant("code_verifier is missing.", "RFC 7636 §4.6");
        return Matches(challenge, code.CodeChallengeMethod, verifier)
            ? null
            : OAuthError.InvalidGrant("code_verifier does not match.", "RFC 7636 §4.6");
    }

    private static bool Matches(string challenge, string? method, string verifier)
    {
        var proof = method switch
        {
            S256 => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            Plain => verifier,
            // A store that lost the method must not make the challenge, which is no secret, its own verifier.
            _ => null,
        };
        return proof is not null
            && CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes<char>(proof), MemoryMarshal.AsBytes<char>(challenge));
    }
}
