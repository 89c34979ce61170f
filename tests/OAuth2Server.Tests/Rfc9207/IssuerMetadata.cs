namespace OAuth2Server.Tests.Rfc9207;

[RfcSection("RFC 9207", "3")]
public abstract class IssuerMetadata<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task The_metadata_says_that_responses_name_the_issuer()
    {
        var server = Start();
        var metadata = (await server.MetadataAsync()).MustBe(200);
        Assert.True(metadata.Json.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.Equal(metadata["issuer"], (await server.AuthorizeAsync(Known.Authorization)).MustGiveCode().InLocation("iss"));
    }

    [Theory]
    [InlineData("https://auth.example.com/tenant")]
    [InlineData("https://auth.example.com/tenant/")]
    public async Task An_issuer_with_a_path_is_the_same_text_in_both(string issuer)
    {
        var server = Start(s => s.Options.Issuer = issuer);
        Assert.Equal(issuer, (await server.MetadataAsync(Known.Metadata + "/tenant")).MustBe(200)["issuer"]);
        Assert.Equal(issuer, (await server.AuthorizeAsync(Known.Authorization)).MustGiveCode().InLocation("iss"));
    }
}
