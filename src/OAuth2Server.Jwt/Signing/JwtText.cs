using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OAuth2Server.Jwt;

/// <summary>Writes one JWT in the compact form (RFC 7515 §7.1): <see cref="Start"/>, the claims, <see cref="End"/>, without an
/// <c>await</c> in between.</summary>
/// <remarks>Each thread keeps its writer and its buffer, so that only the text is allocated. What was written is overwritten at the
/// end.</remarks>
internal static class JwtText
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _claims;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary>Opens the object of the claims.</summary>
    internal static Utf8JsonWriter Start()
    {
        var claims = _claims ??= new(1024);
        var json = _json ??= new(claims);
        // What an exception left behind is removed.
        claims.Clear();
        json.Reset();
        json.WriteStartObject();
        return json;
    }

    /// <summary>Closes the object and signs it.</summary>
    /// <param name="signer">Signs.</param>
    /// <param name="type">The <c>typ</c>, for instance <c>at+jwt</c>: readers refuse a JWT of another kind (RFC 8725 §3.11).</param>
    /// <returns>The text.</returns>
    internal static string End(JwtSigner signer, string type)
    {
        _json!.WriteEndObject();
        _json.Flush();
        try
        {
            return Sign(signer, signer.HeaderOf(type), _claims!.WrittenSpan);
        }
        finally
        {
            _claims!.Clear();
            _json.Reset();
        }
    }

    private static string Sign(JwtSigner signer, ReadOnlySpan<byte> header, ReadOnlySpan<byte> claims)
    {
        var signed = header.Length + 1 + Base64Url.GetEncodedLength(claims.Length);
        var length = signed + 1 + Base64Url.GetEncodedLength(signer.MaxSignatureLength);
        var text = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> signature = stackalloc byte[signer.MaxSignatureLength];
        try
        {
            header.CopyTo(text);
            text[header.Length] = (byte)'.';
            Base64Url.EncodeToUtf8(claims, text.AsSpan(header.Length + 1));
            signature = signature[..signer.Sign(text.AsSpan(0, signed), signature)];
            text[signed] = (byte)'.';
            length = signed + 1 + Base64Url.EncodeToUtf8(signature, text.AsSpan(signed + 1));
            return Encoding.ASCII.GetString(text, 0, length);
        }
        finally
        {
            // It holds a token.
            CryptographicOperations.ZeroMemory(text.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
