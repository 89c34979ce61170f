namespace OAuth2Server.Tests.Rfc9701;

[RfcSection("RFC 9701", "6")]
[RfcSection("RFC 9701", "7")]
public abstract class SignedIntrospectionMetadata<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer Signing(Action<Setup>? change = null) => Start(SigningServers.Of(change));

    [Theory]
    [InlineData(null, null, "RS256")]
    [InlineData(null, "ES384", "ES384")]
    [InlineData("ES256", null, "ES256")]
    [InlineData("PS256", "ES384", "PS256")]
    public async Task The_client_chooses_the_algorithm_otherwise_its_resource_otherwise_it_is_RS256(
        string? client, string? resource, string expected)
    {
        var server = Signing(s =>
        {
            s.Options.Resources[0].SigningAlgorithm = resource;
            s.Store.AddClient(Known.Api with { IntrospectionSignedResponseAlg = client }, Known.ApiSecret);
        });
        Assert.Equal(expected, (await SigningServers.SignedAsync(server, "unknown")).Header.GetProperty("alg").GetString());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("es256")]
    public async Task An_algorithm_that_does_not_exist_signs_nothing(string algorithm)
    {
        var server = Signing(s => s.Store.AddClient(Known.Api with { IntrospectionSignedResponseAlg = algorithm }, Known.ApiSecret));
        (await SigningServers.AskAsync(server, "unknown", SigningServers.MediaType)).MustRefuse("server_error", 500);
        (await SigningServers.AskAsync(server, "unknown")).MustBeInactive();
    }

    [Theory]
    [InlineData(null, null, "ES256")]
    [InlineData(null, "PS256", "PS256")]
    [InlineData("ES256", "PS256", "ES256")]
    [InlineData("RS256", null, null)]
    [InlineData(null, "RS256", null)]
    [RfcSection("FAPI 2.0", "5.4.1")]
    public async Task With_the_profile_no_answer_is_signed_with_an_algorithm_that_it_forbids(
        string? client, string? resource, string? expected)
    {
        var server = Signing(s =>
        {
            s.Options.Resources[0].SigningAlgorithm = resource;
            var api = Known.Api.WithProfile(SecurityProfile.Fapi2);
            s.Store.AddClient(api with { IntrospectionSignedResponseAlg = client }, Known.ApiSecret);
        });
        if (expected is null) (await SigningServers.AskAsync(server, "unknown", SigningServers.MediaType)).MustRefuse("server_error", 500);
        else Assert.Equal(expected, (await SigningServers.SignedAsync(server, "unknown")).Header.GetProperty("alg").GetString());
    }

    [Fact]
    public async Task The_metadata_lists_the_algorithms()
    {
        var listed = (await Signing().MetadataAsync()).Json.GetProperty("introspection_signing_alg_values_supported");
        Assert.Contains("RS256", listed.EnumerateArray().Select(one => one.GetString()));
        Assert.False((await Start().MetadataAsync()).Json.TryGetProperty("introspection_signing_alg_values_supported", out _));
    }
}
