using System.Text.Json;

namespace OAuth2Server.Testing.Tests;

/// <summary>The text form of records: what is stored can be read, now and later; what is damaged says so.</summary>
public sealed class RecordTextTests
{
    public static TheoryData<string> Names => [.. FrozenRecords.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_text_that_was_written_by_version_1_is_read(string name) =>
        Same(FrozenRecords.All[name], FrozenRecords.Read(name, FrozenRecords.TextOf(name)));

    [Theory, MemberData(nameof(Names))]
    public void A_record_is_written_as_version_1_wrote_it(string name) =>
        Assert.Equal(FrozenRecords.TextOf(name), FrozenRecords.Write(FrozenRecords.All[name]));

    /// <summary>A member that is added to a record needs a member in its text.</summary>
    [Theory]
    [InlineData("authorization", 0)]
    [InlineData("access_token", 1)]
    [InlineData("authorization_code", 0)]
    [InlineData("refresh_token", 0)]
    [InlineData("device_code", 0)]
    [InlineData("consent.resources", 0)]
    [InlineData("signing_key_ring", 0)]
    [InlineData("pushed_request", 0)]
    public void Every_member_of_a_record_is_in_its_text(string name, int notSaved)
    {
        using var json = JsonDocument.Parse(FrozenRecords.TextOf(name));
        var members = FrozenRecords.All[name].GetType().GetProperties().Count(p => p.CanWrite);
        Assert.Equal(members - notSaved, json.RootElement.EnumerateObject().Count(m => m.Name is not "v" and not "kind"));
    }

    /// <summary>The same for a key of the ring.</summary>
    [Fact]
    public void Every_member_of_a_signing_key_is_in_its_text()
    {
        using var json = JsonDocument.Parse(FrozenRecords.TextOf("signing_key_ring"));
        var all = json.RootElement.GetProperty("keys")[1].EnumerateObject().Count();
        Assert.Equal(typeof(SigningKey).GetProperties().Count(p => p.CanWrite), all);
    }

    [Theory]
    [InlineData("version", "\"version\":5000000000", "\"version\":\"5\"")]
    [InlineData("version", "\"version\":5000000000", "\"version\":1e99")]
    [InlineData("keys", "\"keys\":[", "\"keys\":[7,")]
    [InlineData("public", "\"public\":\"M", "\"public\":\"!")]
    [InlineData("private", "\"private\"", "\"other\"")]
    [InlineData("signs", "\"signs\":\"2026", "\"signs\":\"")]
    public void A_damaged_ring_is_never_taken_for_one_without_keys(string name, string member, string damaged)
    {
        var text = FrozenRecords.TextOf("signing_key_ring");
        Assert.Contains(member, text);
        text = text.Replace(member, damaged, StringComparison.Ordinal);
        var refused = Assert.Throws<FormatException>(() => RecordText.ReadSigningKeyRing(text));
        Assert.Contains($"'{name}'", refused.Message);
        Assert.DoesNotContain("MIGH", refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void Members_that_a_later_version_adds_are_ignored(string name)
    {
        var text = FrozenRecords.TextOf(name);
        var later = text.Replace("{", """{"added":{"list":[1,null,"x"],"v":9},""", StringComparison.Ordinal);
        Same(FrozenRecords.All[name], FrozenRecords.Read(name, Restored(later)));

        // Inside the properties every member is a property, so none may be added there.
        static string Restored(string text) =>
            text.Replace(""""properties":{"added":{"list":[1,null,"x"],"v":9},"""", """"properties":{"""", StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_text_of_an_unknown_version_says_to_update(string name)
    {
        var text = FrozenRecords.TextOf(name).Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal);
        var refused = Assert.Throws<FormatException>(() => FrozenRecords.Read(name, text));
        Assert.Contains("version 2", refused.Message);
        Assert.Contains("update this node", refused.Message);
    }

    [Fact]
    public void A_text_of_another_kind_says_which_it_is()
    {
        var refused = Assert.Throws<FormatException>(() => RecordText.ReadAccessToken(FrozenRecords.TextOf("refresh_token")));
        Assert.Contains("'refresh_token'", refused.Message);
        Assert.Throws<FormatException>(() => RecordText.ReadCredential(FrozenRecords.TextOf("access_token")));
        Assert.Throws<FormatException>(() => RecordText.ReadAuthorization(FrozenRecords.TextOf("consent")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":"1","kind":"consent"}""")]
    [InlineData("""{"v":1.5,"kind":"consent"}""")]
    [InlineData("""{"v":1,"kind":null}""")]
    [InlineData("""{"v":1,"kind":"consent"} x""")]
    [InlineData("\ud800")]
    public void A_damaged_text_says_so(string text)
    {
        var refused = Assert.Throws<FormatException>(() => RecordText.ReadConsent(text));
        Assert.Contains("Restore the record from a backup, or delete it", refused.Message);
    }

    [Theory]
    [InlineData("hash", "\"hash\":\"ERER", "\"hash\":\"ER!R")]
    [InlineData("hash", "\"hash\":\"ERER", "\"hash\":\"")]
    [InlineData("hash", "\"hash\"", "\"other\"")]
    [InlineData("id", "\"id\":\"jti-1\"", "\"id\":\"\\ud800\"")]
    [InlineData("id", "\"id\":\"jti-1\"", "\"id\":7")]
    [InlineData("id", "\"id\":\"jti-1\"", "\"id\":null")]
    [InlineData("scope", "\"scope\":\"photos.read\"", "\"scope\":\"photos.read  x\"")]
    [InlineData("audience", "[\"urn:example:b\"]", "[1]")]
    [InlineData("audience", "[\"urn:example:b\"]", "{}")]
    [InlineData("expires", "16:09:26.0000000Z", "16:09:26")]
    [InlineData("expires", "16:09:26.0000000Z", "26:09:26.0000000Z")]
    [InlineData("properties", "{\"future\":\"1\"}", "{\"future\":1}")]
    [InlineData("properties", "{\"future\":\"1\"}", "[]")]
    [InlineData("authorization", "\"authorization\"", "\"auth\"")]
    public void A_damaged_member_is_named_and_its_value_is_not(string name, string member, string damaged)
    {
        var text = FrozenRecords.TextOf("access_token");
        Assert.Contains(member, text);
        text = text.Replace(member, damaged, StringComparison.Ordinal);
        var refused = Assert.Throws<FormatException>(() => RecordText.ReadAccessToken(text));
        Assert.Contains($"'{name}'", refused.Message);
        Assert.DoesNotContain("ER", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_that_is_not_known_is_never_taken_for_pending()
    {
        var text = FrozenRecords.TextOf("device_code").Replace("\"allowed\"", "\"revoked\"", StringComparison.Ordinal);
        Assert.Contains("'status'", Assert.Throws<FormatException>(() => RecordText.ReadDeviceCode(text)).Message);
    }

    [Fact]
    public void A_text_that_is_not_Unicode_is_refused_and_not_changed_silently()
    {
        var authorization = (Authorization)FrozenRecords.All["authorization"];
        Assert.ThrowsAny<ArgumentException>(() => RecordText.Write(authorization with { Subject = "alice\ud800" }));
        Assert.ThrowsAny<ArgumentException>(() => RecordText.Write(authorization with { Resources = ["\udc00"] }));
        var noKey = Properties.Empty.With("\ud800", "");
        Assert.ThrowsAny<ArgumentException>(() => RecordText.Write(authorization with { Properties = noKey }));
        Assert.Equal(FrozenRecords.TextOf("authorization"), RecordText.Write(authorization));
    }

    [Fact]
    public void The_user_of_an_access_token_is_not_written()
    {
        var token = (AccessToken)FrozenRecords.All["access_token"];
        var text = RecordText.Write(token with { User = new("bob") });
        Assert.Equal(FrozenRecords.TextOf("access_token"), text);
        Assert.Null(RecordText.ReadAccessToken(text).User);
    }

    [Fact]
    public void A_time_with_an_offset_comes_back_as_the_same_time_in_UTC()
    {
        var consent = (Consent)FrozenRecords.All["consent"];
        var elsewhere = consent.GrantedAt.ToOffset(TimeSpan.FromHours(5));
        var found = RecordText.ReadConsent(RecordText.Write(consent with { GrantedAt = elsewhere }));
        Assert.Equal((consent.GrantedAt.UtcTicks, TimeSpan.Zero), (found.GrantedAt.Ticks, found.GrantedAt.Offset));
    }

    [Fact]
    public void An_array_that_was_never_set_comes_back_empty()
    {
        var authorization = (Authorization)FrozenRecords.All["authorization"];
        Assert.Empty(RecordText.ReadAuthorization(RecordText.Write(authorization with { Resources = default })).Resources);
    }

    [Fact]
    public void A_credential_of_another_type_is_refused() => Assert.Throws<ArgumentException>(() => RecordText.Write(new Ticket
    {
        Hash = SecretHash.Of("ticket"),
        Authorization = (Authorization)FrozenRecords.All["authorization"],
    }));

    private static void Same(object saved, object found) => Assert.Equal(RecordDescription.Of(saved), RecordDescription.Of(found));

    private sealed record Ticket : Credential;
}
