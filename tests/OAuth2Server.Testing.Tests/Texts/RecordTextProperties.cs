using CsCheck;

namespace OAuth2Server.Testing.Tests;

/// <summary>Any record comes back from its text with every member.</summary>
public sealed class RecordTextProperties
{
    private const int Often = 2000;

    [Fact]
    public void Any_authorization_comes_back() =>
        AnyRecord.Authorization.Sample(r => Same(r, RecordText.ReadAuthorization(RecordText.Write(r))), iter: Often);

    [Fact]
    public void Any_access_token_comes_back() =>
        AnyRecord.AccessToken.Sample(r => Same(r, RecordText.ReadAccessToken(RecordText.Write(r))), iter: Often);

    [Fact]
    public void Any_authorization_code_comes_back() => AnyRecord.AuthorizationCode.Sample(r =>
    {
        Same(r, RecordText.ReadAuthorizationCode(RecordText.Write(r)));
        Same(r, RecordText.ReadCredential(RecordText.Write(r)));
    }, iter: Often);

    [Fact]
    public void Any_refresh_token_comes_back() => AnyRecord.RefreshToken.Sample(r =>
    {
        Same(r, RecordText.ReadRefreshToken(RecordText.Write(r)));
        Same(r, RecordText.ReadCredential(RecordText.Write(r)));
    }, iter: Often);

    [Fact]
    public void Any_device_code_comes_back() => AnyRecord.DeviceCode.Sample(r =>
    {
        Same(r, RecordText.ReadDeviceCode(RecordText.Write(r)));
        Same(r, RecordText.ReadCredential(RecordText.Write(r)));
    }, iter: Often);

    [Fact]
    public void Any_consent_comes_back() =>
        AnyRecord.Consent.Sample(r => Same(r, RecordText.ReadConsent(RecordText.Write(r))), iter: Often);

    [Fact]
    public void Any_ring_of_signing_keys_comes_back() =>
        AnyRecord.SigningKeyRing.Sample(r => Same(r, RecordText.ReadSigningKeyRing(RecordText.Write(r))), iter: Often / 4);

    [Fact]
    public void Any_pushed_request_comes_back() =>
        AnyRecord.PushedRequest.Sample(r => Same(r, RecordText.ReadPushedRequest(RecordText.Write(r))), iter: Often);

    [Fact]
    public void Any_text_is_ASCII() =>
        AnyRecord.DeviceCode.Sample(r => Assert.False(RecordText.Write(r).AsSpan().ContainsAnyExceptInRange(' ', '~')), iter: Often);

    /// <summary>One character less, more, or changed: a record or a <see cref="FormatException"/>, and no other exception.</summary>
    [Fact]
    public void Any_damaged_text_is_a_record_or_a_format_exception() =>
        Gen.Select(AnyRecord.DeviceCode, Gen.Int[0, int.MaxValue], Gen.Char, Gen.Int[0, 2]).Sample((record, at, c, change) =>
        {
            var text = RecordText.Write(record);
            at %= text.Length;
            var damaged = text[..at] + (change == 0 ? "" : $"{c}") + text[(change == 1 ? at : at + 1)..];
            try
            {
                RecordText.ReadDeviceCode(damaged);
            }
            catch (FormatException e)
            {
                Assert.Contains("stored text", e.Message);
            }
        }, iter: Often);

    [Fact]
    public void Any_text_that_is_no_record_is_a_format_exception() =>
        Gen.String.Sample(text => Assert.Throws<FormatException>(() => RecordText.ReadCredential(text)), iter: Often);

    private static void Same(object saved, object found) => Assert.Equal(RecordDescription.Of(saved), RecordDescription.Of(found));
}
