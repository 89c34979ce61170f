using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>The answer to a refresh, sealed so that only the one who presents the same token again, in the same request, can be given it.</summary>
/// <remarks>
/// A client whose connection broke has no new token and repeats the old one; ending its session for that is the most repeated
/// complaint about rotation. The store cannot read the answer: the key comes from the token's text, of which it holds the hash alone.
/// </remarks>
internal static class RefreshReplay
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Seals an answer under a key derived from the request's refresh token.</summary>
    internal static byte[] Seal(OAuthRequest request, Client client, ReadOnlySpan<byte> answer)
    {
        var sealedBytes = new byte[NonceSize + answer.Length + TagSize];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Key(request), TagSize);
        aes.Encrypt(nonce, answer, sealedBytes.AsSpan(NonceSize, answer.Length), sealedBytes.AsSpan(NonceSize + answer.Length), SameRequest(request, client));
        return sealedBytes;
    }

    /// <summary>Opens a sealed answer; null when the request is not the same in client, scope and resource, or the bytes are damaged.</summary>
    internal static byte[]? Open(OAuthRequest request, Client client, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < NonceSize + TagSize) return null;
        var answer = new byte[sealedBytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(Key(request), TagSize);
        try
        {
            aes.Decrypt(sealedBytes[..NonceSize], sealedBytes.Slice(NonceSize, answer.Length), sealedBytes[^TagSize..], answer, SameRequest(request, client));
            return answer;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>The refresh token inside an answer: as long as it is unused, the answer may be repeated.</summary>
    internal static Secret Successor(ReadOnlyMemory<byte> answer)
    {
        using var json = JsonDocument.Parse(answer);
        return new(json.RootElement.GetProperty("refresh_token").GetString() ?? "");
    }

    // The one-step key derivation of NIST SP 800-56C, §4.1: a counter, the secret, what the key is for. The token's text is random already, and from the hash that the store has of it nobody makes this one.
    // A keyed hash would do as well; to set one up costs as much as two hashes of each rotation.
    private static byte[] Key(OAuthRequest request) =>
        SHA256.HashData([0, 0, 0, 1, .. Encoding.UTF8.GetBytes(request["refresh_token"] ?? ""), .. "OAuth2Server repeated refresh 2"u8]);

    private static byte[] SameRequest(OAuthRequest request, Client client) =>
        Encoding.UTF8.GetBytes(string.Join('\n', [client.Id, Scope.Parse(request["scope"]).ToString(), .. request.Parameters.Values("resource")]));
}
