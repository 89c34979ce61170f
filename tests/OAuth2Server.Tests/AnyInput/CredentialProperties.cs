using System.Text;
using CsCheck;

namespace OAuth2Server.Tests.AnyInput;

[RfcSection("RFC 6749", "2.3.1")]
public sealed class CredentialProperties
{
    [Fact]
    public void Any_header_is_read_or_refused() => Any.Text.Sample(text =>
    {
        foreach (var header in new[] { text, "Basic " + text })
        {
            var good = AuthorizationHeader.TryReadBasic(header, out var id, out var secret);
            if (good) Assert.NotEmpty(id);
            if (good) Assert.DoesNotContain('\0', id + secret);
        }
    });

    [Fact]
    public void Any_decoded_bytes_are_read_or_refused() => Any.Bytes.Sample(bytes =>
    {
        var good = AuthorizationHeader.TryReadBasic("Basic " + Convert.ToBase64String(bytes), out var id, out _);
        if (good) Assert.Contains((byte)':', bytes);
        if (good) Assert.NotEmpty(id);
    });

    [Fact]
    public void Any_id_and_secret_come_through() => Gen.Select(Any.Unicode.Where(t => t.Length > 0), Any.Unicode).Sample((id, secret) =>
    {
        Assert.True(AuthorizationHeader.TryReadBasic(Known.Basic(id, secret).Value, out var readId, out var readSecret));
        Assert.Equal((id, secret), (readId, readSecret));
    });

    [Fact]
    public void A_missing_header_is_no_pair() => Assert.False(AuthorizationHeader.TryReadBasic(null, out _, out _));

    [Fact]
    public void Any_two_texts_hash_alike_only_when_they_are_alike() => Gen.Select(Any.Unicode, Any.Unicode).Sample((one, other) =>
    {
        Assert.Equal(one == other, SecretHash.Of(one).Equals(SecretHash.Of(other)));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(one)), SecretHash.Of(one).ToByteArray());
        Assert.Equal(SecretHash.Of(one), SecretHash.FromBytes(SecretHash.Of(one).ToByteArray()));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_stored_hash_has_32_bytes(int length) => Assert.Throws<ArgumentException>(() => SecretHash.FromBytes(new byte[length]));

    [Fact]
    public void A_long_text_is_hashed_whole() =>
        Assert.NotEqual(SecretHash.Of(new string('a', 5000)), SecretHash.Of(new string('a', 5001)));
}
