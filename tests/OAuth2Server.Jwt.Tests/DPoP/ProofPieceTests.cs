using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace OAuth2Server.Jwt.Tests.DPoP;

/// <summary>The parts of the verification of proofs that no request shows.</summary>
[RfcSection("RFC 9449", "4.3")]
public sealed class ProofPieceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("https://h.example/a%2fb", "https://h.example/a%2Fb", true)]
    [InlineData("https://h.example", "https://h.example/", true)]
    [InlineData("https://h.example/bob%40a", "https://h.example/bob@a", true)]
    [InlineData("https://h.example/%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A%40", "https://h.example/!$&'()*+,;=:@", true)]
    [InlineData("https://h.example/a[1]|^", "https://h.example/a%5B1%5d%7C%5E", true)]
    [InlineData("https://[::1]/a[1]", "https://[::1]/a%5B1%5D", true)]
    [InlineData("https://h.example/%2541", "https://h.example/%2541", true)]
    [InlineData("https://h.example/%2541", "https://h.example/A", false)]
    [InlineData("https://h.example/%2540", "https://h.example/%40", false)]
    [InlineData("https://h.example/a%2Fb", "https://h.example/a/b", false)]
    [InlineData("https://h.example/a%3Fb", "https://h.example/a?b", false)]
    [InlineData("https://h.example/a%5Cb", "https://h.example/a/b", false)]
    [InlineData("https://h.example/a\\b", "https://h.example/a%5Cb", false)]
    [InlineData("https://h.example/%zz", "https://h.example/%25zz", false)]
    [InlineData("https://u@h.example/a", "https://h.example/a", false)]
    [InlineData("https://h%40x.example/a", "https://h@x.example/a", false)]
    [InlineData("https://h.example/a%41", "https://h.example/aA", true)]
    [InlineData("http://h.example:80/a", "http://h.example/a", true)]
    [InlineData("https://h.example/a?", "https://h.example/a", true)]
    [InlineData("https://h.example:80/a", "https://h.example/a", false)]
    [InlineData("https://h.example/a/", "https://h.example/a", false)]
    [InlineData("https://h.example//a", "https://h.example/a", false)]
    [InlineData("https://h.example/a b", "https://h.example/a%20b", false)]
    [InlineData("https://h.example\\a", "https://h.example/a", false)]
    [InlineData("ftp://h.example/a", "ftp://h.example/b", false)]
    [InlineData("h.example/a", "https://h.example/a", false)]
    [InlineData("", "https://h.example/", false)]
    public void Addresses_are_compared_in_their_normal_form(string claimed, string expected, bool areSame) =>
        Assert.Equal(areSame, ProofAddress.AreSame(claimed, expected));

    [Fact]
    public void An_address_of_more_than_2048_characters_is_not_compared() =>
        Assert.False(ProofAddress.AreSame("https://h.example/" + new string('a', 2048), "https://h.example/" + new string('a', 2048)));

    [Fact]
    public void Nodes_with_one_key_accept_each_others_nonces_and_no_others()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var nonce = new DPoPNonces(key).Create(Now);
        Assert.Equal(Now, new DPoPNonces(key).TimeOf(nonce));
        Assert.Null(new DPoPNonces().TimeOf(nonce));
        for (var i = 0; i < nonce.Length; i++)
        {
            var changed = nonce[..i] + (nonce[i] == 'A' ? 'B' : 'A') + nonce[(i + 1)..];
            Assert.Null(new DPoPNonces(key).TimeOf(changed));
        }
        Assert.Null(new DPoPNonces(key).TimeOf(""));
        Assert.Throws<ArgumentException>(() => new DPoPNonces(new byte[31]));
    }

    [Fact]
    public void The_settings_have_bounds()
    {
        Assert.Empty(new DPoPOptions().Validate());
        Assert.Empty(new DPoPOptions { ProofLifetime = TimeSpan.FromSeconds(10), Algorithms = ["RS256"] }.Validate());
        Assert.Single(new DPoPOptions { ProofLifetime = TimeSpan.FromSeconds(9) }.Validate());
        Assert.Single(new DPoPOptions { ProofLifetime = TimeSpan.FromSeconds(301) }.Validate());
        Assert.Single(new DPoPOptions { Algorithms = [] }.Validate());
        Assert.Single(new DPoPOptions { Algorithms = ["ES256", "HS256"] }.Validate());
        Assert.Throws<ArgumentException>(() => new DPoPProofs(new() { Algorithms = ["none"] }));
    }

    [Theory]
    [InlineData("""{}""", true, "none")]
    [InlineData("""{"cnf":{"jkt":"x"}}""", true, "jkt")]
    [InlineData("""{"cnf":{"x5t#S256":"x"}}""", true, "x5t#S256")]
    [InlineData("""{"cnf":{}}""", false, "none")]
    [InlineData("""{"cnf":{"jkt":""}}""", false, "none")]
    [InlineData("""{"cnf":{"jwk":{"kty":"EC"}}}""", false, "none")]
    [InlineData("""{"cnf":{"jkt":"x","x5t#S256":"y"}}""", false, "none")]
    [InlineData("""{"cnf":{"a=b":"x"}}""", false, "none")]
    [InlineData("""{"cnf":null}""", false, "none")]
    public void A_confirmation_is_one_thumbprint(string claims, bool isRead, string kind)
    {
        using var json = System.Text.Json.JsonDocument.Parse(claims);
        Assert.Equal(isRead, Confirmation.TryRead(json.RootElement, out var key));
        Assert.Equal(kind, key.Kind);
        Assert.Equal(kind == "jkt" ? "DPoP" : "Bearer", key.TokenType);
    }

    [Fact]
    public void The_thumbprint_is_that_of_rfc_7638()
    {
        // The key and the thumbprint of RFC 9449 §4.2 and §6.1.
        var header = JsonNode.Parse("""
            {"jwk":{"kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
             "y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA","crv":"P-256"}}
            """)!.ToJsonString();
        using var json = System.Text.Json.JsonDocument.Parse(header);
        Assert.Null(ProofKey.Problem(json.RootElement, out var key));
        Assert.Equal("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", key!.Thumbprint);
    }
}
