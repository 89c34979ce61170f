using System.Security.Cryptography.X509Certificates;
using OAuth2Server.Jwt;

namespace OAuth2Server.Jwt.Tests.MutualTls;

/// <summary>Distinguished names are compared as structures, not as texts.</summary>
[RfcSection("RFC 8705", "2.1.2")]
public sealed class DistinguishedNameTests
{
    [Theory]
    [InlineData("CN=shop,O=Example,C=DE", "cn=SHOP, o=example , c=de")]
    [InlineData("CN=shop,O=Example", "2.5.4.3=shop,2.5.4.10=Example")]
    [InlineData("CN=two  words", "CN=two words")]
    [InlineData(@"CN=a\,b", @"CN=a\2cb")]
    [InlineData(@"CN=L\C3\BCtzow", "CN=Lützow")]
    [InlineData("CN=Hi", "CN=#0C024869")]
    [InlineData("CN=a+UID=b,O=c", "UID=b+CN=a,O=c")]
    [InlineData("E=a@b.example", "emailAddress=A@B.example")]
    [InlineData(@"CN=\ a\ ", "CN=a")]
    [InlineData("CN=a=b", "CN=a\\=b")]
    public void Two_texts_of_one_name_are_the_same(string one, string other) =>
        Assert.True(DistinguishedName.Parse(one)!.IsSame(DistinguishedName.Parse(other)!));

    [Theory]
    [InlineData("CN=shop,O=Example", "O=Example,CN=shop")]
    [InlineData("CN=shop,O=Example", "CN=shop+O=Example")]
    [InlineData("CN=shop", "CN=shop,CN=shop")]
    [InlineData("CN=shop", "OU=shop")]
    [InlineData("CN=a,O=b", @"CN=a\,O\=b")]
    [InlineData("CN=twowords", "CN=two words")]
    [InlineData("1.2.3.4=a", "1.2.3.4=A")]
    [InlineData("CN=é", "CN=e\u0301")]
    public void Two_names_are_not_the_same(string one, string other) =>
        Assert.False(DistinguishedName.Parse(one)!.IsSame(DistinguishedName.Parse(other)!));

    [Theory]
    [InlineData("")]
    [InlineData("shop")]
    [InlineData("=shop")]
    [InlineData("CN=shop,")]
    [InlineData(",CN=shop")]
    [InlineData("CN=shop,,O=a")]
    [InlineData("unknown=shop")]
    [InlineData("CN=\"shop\"")]
    [InlineData("CN=a;O=b")]
    [InlineData("CN=a\\")]
    [InlineData("CN=a\\x")]
    [InlineData("CN=a\\FF")]
    [InlineData("CN=#")]
    [InlineData("CN=#0")]
    [InlineData("CN=#0C05FF")]
    [InlineData("CN=#0C024869x")]
    [InlineData("CN=a\0")]
    public void A_text_that_is_no_name_is_not_read(string text) => Assert.Null(DistinguishedName.Parse(text));

    [Fact]
    public void A_long_text_is_not_read() => Assert.Null(DistinguishedName.Parse("CN=" + new string('a', 2000)));

    [Theory]
    [InlineData("CN=shop, O=Example, C=DE", "cn=shop,o=example,c=de")]
    [InlineData("CN=\"a, b\", O=x", @"CN=a\, b,O=x")]
    [InlineData("DC=example, DC=org", "dc=Example,dc=ORG")]
    public void A_name_of_a_certificate_is_compared_with_a_text(string ofCertificate, string text) =>
        Assert.True(DistinguishedName.Read(new X500DistinguishedName(ofCertificate).RawData)!.IsSame(DistinguishedName.Parse(text)!));

    [Fact]
    public void Bytes_that_are_no_name_are_not_read()
    {
        var name = new X500DistinguishedName("CN=shop, O=Example").RawData;
        for (var length = 0; length < name.Length; length++) Assert.Null(DistinguishedName.Read(name.AsMemory(0, length)));
        Assert.Null(DistinguishedName.Read(new byte[] { 0x30, 0x00 }));
        Assert.Null(DistinguishedName.Read((byte[])[.. name, 0]));
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var changed = (byte[])name.Clone();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            _ = DistinguishedName.Read(changed);
        }
    }
}
