using OAuth2Server.Tests.Rfc9449;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>DPoP proofs of clients that send their requests to the alias of an endpoint: the address of the proof is that of the
/// request.</summary>
[RfcSection("RFC 8705", "5")]
[RfcSection("RFC 9449", "4.3")]
public sealed class AliasProofTests : CertificateTests
{
    private const string Alias = "https://mtls.example.com";
    private const string Path = "/oauth2/token";

    private readonly DPoPClientKey _key = new();

    private (string, string) Proof(string address) => ("DPoP", _key.Prove("POST", address, Setup.Clock.GetUtcNow()));

    private Task<TlsSite> StartAsync(string? alias) =>
        StartAsync(
            ClientOf("tls_client_auth") with { TlsClientAuth = new(CertificateSubjectKind.DistinguishedName, "CN=client,O=Example") },
            o => o.AliasUrl = alias,
            server => server.AddDPoP().Services.Configure<OAuth2BearerOptions>(
                OAuth2BearerDefaults.AuthenticationScheme, o => o.Resource = Known.Issuer + "/resource"));

    [Theory]
    [InlineData(Alias + Path)]
    [InlineData("HTTPS://MTLS.example.com:443/oauth2/./token?x=1")]
    [InlineData(Known.Issuer + Path)]
    public async Task A_proof_for_the_alias_or_for_the_endpoint_is_accepted(string address)
    {
        var site = await StartAsync(Alias);
        Assert.Equal("DPoP", (await site.PostAsync(Path, Credentials, Mine, Proof(address))).MustIssue()["token_type"]);
    }

    [Theory]
    [InlineData(Alias + "/oauth2/introspect")]
    [InlineData(Alias + "/token")]
    [InlineData(Alias + ":8443" + Path)]
    [InlineData("http://mtls.example.com" + Path)]
    [InlineData("https://other.example.com" + Path)]
    public async Task A_proof_for_another_address_is_refused_also_if_the_host_header_names_it(string address)
    {
        var site = await StartAsync(Alias);
        var host = ("Host", new Uri(address).Authority);
        (await site.PostAsync(Path, Credentials, Mine, Proof(address), host)).MustRefuse("invalid_dpop_proof");
    }

    [Fact]
    public async Task Without_an_alias_in_the_settings_the_host_header_makes_none()
    {
        var site = await StartAsync(null);
        var host = ("Host", new Uri(Alias).Authority);
        (await site.PostAsync(Path, Credentials, Mine, Proof(Alias + Path), host)).MustRefuse("invalid_dpop_proof");
    }

    [Fact]
    public async Task A_proof_is_used_once_at_both_addresses_together()
    {
        var site = await StartAsync(Alias);
        var proof = Proof(Alias + Path);
        (await site.PostAsync(Path, Credentials, Mine, proof)).MustIssue();
        (await site.PostAsync(Path, Credentials, Mine, proof, ("Host", "auth.example.com"))).MustRefuse("invalid_dpop_proof");
    }

    [Theory]
    [InlineData(Alias + "/resource", Alias, 200)]
    [InlineData(Known.Issuer + "/resource", Alias, 200)]
    [InlineData(Alias + "/other", Alias, 401)]
    [InlineData(Alias + ":8443/resource", Alias, 401)]
    [InlineData("https://other.example.com/resource", Alias, 401)]
    [InlineData(Alias + "/resource", null, 401)]
    [RfcSection("RFC 9449", "7.1")]
    public async Task A_resource_of_the_application_accepts_a_proof_for_the_alias_of_the_settings(string address, string? alias, int status)
    {
        var site = await StartAsync(alias);
        var token = (await site.PostAsync(Path, Credentials, Mine, Proof(Known.Issuer + Path))).MustIssue().AccessToken;
        var proof = _key.Prove("GET", address, Setup.Clock.GetUtcNow(), token);
        (await site.GetAsync(
            "/resource", Mine, ("Authorization", "DPoP " + token), ("DPoP", proof), ("Host", new Uri(address).Authority))).MustBe(status);
    }
}
