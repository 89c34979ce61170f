using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OAuth2Server;

/// <summary>The answer to a refresh, the address that it went to and the key that its access token is bound to, sealed so that only a
/// client that presents the same token again, in the same request, can get it.</summary>
/// <remarks>
/// A client whose connection broke has no new token and repeats the old one; revoking its authorization for that is the most frequent
/// complaint about rotation. The store cannot read the answer: the key comes from the token's text, of which it holds only the hash.
/// </remarks>
internal static class RefreshReplay
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Seals an answer under a key derived from the consumed refresh token.</summary>
    /// <param name="presented">The token's text.</param>
    /// <param name="client">The client.</param>
    /// <param name="context">The request.</param>
    /// <param name="bound">The key that its tokens are bound to; null for none.</param>
    /// <param name="answer">The answer.</param>
    internal static byte[] Seal(Secret presented, Client client, OAuthContext context, TokenBinding? bound, ReadOnlySpan<byte> answer)
    {
        var content = Content(context.Request.RemoteAddress, bound?.Text, answer);
        var sealedBytes = new byte[NonceSize + content.Length + TagSize];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Key(presented), TagSize);
        var text = sealedBytes.AsSpan(NonceSize, content.Length);
        var tag = sealedBytes.AsSpan(NonceSize + content.Length);
        aes.Encrypt(nonce, content, text, tag, SameRequest(client, context));
        return sealedBytes;
    }

    /// <summary>Opens a sealed answer; null when the request differs in client, scope, resource or details, or the bytes are
    /// damaged.</summary>
    internal static RepeatedAnswer? Open(Secret presented, Client client, OAuthContext context, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < NonceSize + TagSize) return null;
        var content = new byte[sealedBytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(Key(presented), TagSize);
        try
        {
            var text = sealedBytes.Slice(NonceSize, content.Length);
            aes.Decrypt(sealedBytes[..NonceSize], text, sealedBytes[^TagSize..], content, SameRequest(client, context));
            return Read(content);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>The successor inside an answer: as long as it is not consumed, the answer may be repeated.</summary>
    internal static Secret Successor(ReadOnlyMemory<byte> answer)
    {
        using var json = JsonDocument.Parse(answer);
        return new(json.RootElement.GetProperty("refresh_token").GetString() ?? "");
    }

    // The length of the address, the address, the length of the binding in two bytes, the binding, the answer.
    private static byte[] Content(IPAddress? address, string? bound, ReadOnlySpan<byte> answer)
    {
        var (first, key) = (address?.GetAddressBytes() ?? [], Encoding.UTF8.GetBytes(bound ?? ""));
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)key.Length));
        return [(byte)first.Length, .. first, .. length, .. key, .. answer];
    }

    private static RepeatedAnswer Read(byte[] content)
    {
        var keyAt = 1 + content[0] + sizeof(ushort);
        var answerAt = keyAt + BinaryPrimitives.ReadUInt16BigEndian(content.AsSpan(1 + content[0]));
        return new(
            content[answerAt..],
            content[0] == 0 ? null : new IPAddress(content.AsSpan(1, content[0])),
            answerAt == keyAt ? null : Encoding.UTF8.GetString(content.AsSpan(keyAt..answerAt)));
    }

    // The one-step key derivation of NIST SP 800-56C §4.1: a counter, the secret, the purpose. The secret is random already, and the key
    // cannot be derived from the stored hash.
    // A keyed hash would do as well, but its set-up costs as much as two hashes of each rotation.
    private static byte[] Key(Secret presented) =>
        SHA256.HashData([0, 0, 0, 1, .. Encoding.UTF8.GetBytes(presented.Reveal()), .. "OAuth2Server repeated refresh 4"u8]);

    private static byte[] SameRequest(Client client, OAuthContext context)
    {
        var parameters = context.Parameters;
        // A line with the name, so that no resource can look like it.
        string[] details = parameters[AuthorizationDetails.Property] is { } text ? [$"{AuthorizationDetails.Property} {text}"] : [];
        return Encoding.UTF8.GetBytes(
            string.Join('\n', [client.Id, Scope.Parse(parameters["scope"]).ToString(), .. parameters.Values("resource"), .. details]));
    }
}

/// <summary>An answer that is given again.</summary>
/// <param name="Body">The answer, byte for byte.</param>
/// <param name="First">The address that got it first; null when it was not known.</param>
/// <param name="Confirmation">The key that its tokens are bound to (<see cref="TokenBinding.ConfirmationIn"/>); null for none.</param>
internal sealed record RepeatedAnswer(byte[] Body, IPAddress? First, string? Confirmation);
