using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OAuth2Server.DPoP;

/// <summary>Makes proofs: the value of the header <c>DPoP</c> (RFC 9449 §4.2). <see cref="DPoPHandler"/> does it for each request of an
/// HttpClient.</summary>
public static class DPoPProof
{
    /// <summary>Makes a proof for one request.</summary>
    /// <param name="key">The key.</param>
    /// <param name="method">The method of the request, in upper case (<c>htm</c>).</param>
    /// <param name="address">The absolute address of the request; query and fragment are left out (<c>htu</c>).</param>
    /// <param name="now">The time (<c>iat</c>).</param>
    /// <param name="accessToken">The access token that is sent with it (<c>ath</c>); null for a token request.</param>
    /// <param name="nonce">The latest nonce of the server; null for none.</param>
    /// <returns>A JWT, which is valid once and for about a minute.</returns>
    public static string Create(
        DPoPKey key, string method, Uri address, DateTimeOffset now, string? accessToken = null, string? nonce = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentNullException.ThrowIfNull(address);
        var claims = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(claims))
        {
            json.WriteStartObject();
            json.WriteString("jti"u8, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));
            json.WriteString("htm"u8, method);
            // As it is sent; a user name and a password are not.
            json.WriteString("htu"u8, address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
            json.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
            if (accessToken is not null)
                json.WriteString("ath"u8, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken))));
            if (nonce is not null) json.WriteString("nonce"u8, nonce);
            json.WriteEndObject();
        }
        var signed = $"{key.Header}.{Base64Url.EncodeToString(claims.WrittenSpan)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(signed))}";
    }
}
