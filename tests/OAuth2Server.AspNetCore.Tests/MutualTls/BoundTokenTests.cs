using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>Access tokens that are bound to the certificate of the client, at the token endpoint, at introspection and at a
/// resource.</summary>
[RfcSection("RFC 8705", "3")]
[RfcSection("RFC 8705", "3.1")]
public sealed class BoundTokenTests : CertificateTests
{
    private static Client Bound => ClientOf("client_secret_basic") with { TlsClientCertificateBoundAccessTokens = true };

    private static readonly (string, string) Secret = Known.Basic("mtls", Known.WebSecret);

    [Fact]
    public async Task A_bound_token_is_served_with_its_certificate_only()
    {
        var site = await StartAsync(Bound);
        var issued = (await site.PostAsync("/oauth2/token", Credentials, Mine, Secret)).MustIssue();
        Assert.Equal("Bearer", issued["token_type"]);
        Assert.Equal(200, (await site.GetAsync("/resource", Mine, Bearer(issued))).Status);

        var other = Keep(Authority.Issue("CN=client, O=Example"));
        foreach (var certificate in new[] { other, null })
        {
            var refused = (await site.GetAsync("/resource", certificate, Bearer(issued))).MustBe(401);
            Assert.Contains("error=\"invalid_token\"", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_request_without_certificate_is_refused_and_nothing_is_issued()
    {
        var site = await StartAsync(Bound);
        (await site.PostAsync("/oauth2/token", Credentials, null, Secret)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_client_that_is_not_registered_for_it_gets_unbound_tokens()
    {
        var site = await StartAsync(ClientOf("client_secret_basic"));
        var issued = (await site.PostAsync("/oauth2/token", Credentials, Mine, Secret)).MustIssue();
        Assert.Equal(200, (await site.GetAsync("/resource", null, Bearer(issued))).Status);
    }

    [Fact]
    [RfcSection("RFC 8705", "3.2")]
    public async Task Introspection_says_which_certificate_the_token_is_bound_to()
    {
        var site = await StartAsync(Bound);
        var issued = (await site.PostAsync("/oauth2/token", Credentials, Mine, Secret)).MustIssue();
        var answer = (await site.PostAsync("/oauth2/introspect", [("token", issued.AccessToken)], null, Known.ApiBasic)).MustBeActive();
        Assert.Equal(
            Base64Url.EncodeToString(SHA256.HashData(Mine.RawData)), answer.Json.GetProperty("cnf").GetProperty("x5t#S256").GetString());
    }

    [Fact]
    [RfcSection("RFC 8705", "4")]
    public async Task The_refresh_token_of_a_public_client_is_bound_and_that_of_a_confidential_client_is_not()
    {
        var site = await StartAsync(
            Bound with { GrantTypes = [TicketGrant.Name, "refresh_token"] }, server: s => s.AddGrant<TicketGrant>().AddRefreshToken());
        Setup.Store.AddClient(
            Known.App with { GrantTypes = [TicketGrant.Name, "refresh_token"], TlsClientCertificateBoundAccessTokens = true });
        Parameters ticket = [("grant_type", TicketGrant.Name), ("ticket", "for-bob")];
        var renewed = Keep(Authority.Issue("CN=client, O=Example"));

        var ofPublic = (await site.PostAsync("/oauth2/token", ticket.Also("client_id", "app"), Mine)).MustIssue();
        (await site.PostAsync("/oauth2/token", Known.Refresh(ofPublic.RefreshToken), renewed)).MustRefuse("invalid_grant");
        (await site.PostAsync("/oauth2/token", Known.Refresh(ofPublic.RefreshToken), null)).MustRefuse("invalid_request");
        (await site.PostAsync("/oauth2/token", Known.Refresh(ofPublic.RefreshToken), Mine)).MustIssue();

        var confidential = (await site.PostAsync("/oauth2/token", ticket, Mine, Secret)).MustIssue();
        var refresh = Known.Refresh(confidential.RefreshToken).Without("client_id");
        var next = (await site.PostAsync("/oauth2/token", refresh, renewed, Secret)).MustIssue();
        Assert.Equal(200, (await site.GetAsync("/resource", renewed, Bearer(next))).Status);
        Assert.Equal(401, (await site.GetAsync("/resource", Mine, Bearer(next))).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [RfcSection("RFC 9449", "5")]
    public async Task With_dpop_the_order_in_which_the_two_were_added_does_not_count(bool dpopFirst)
    {
        var site = await StartAsync(Bound, server: s =>
        {
            if (!dpopFirst) s.AddDPoP();
        }, before: s =>
        {
            if (dpopFirst) s.AddDPoP();
        });
        var free = ClientOf("client_secret_basic") with { Id = "free" };
        Setup.Store.AddClient(free, Known.WebSecret);
        (string, string) Proof() =>
            ("DPoP", new DPoPClientKey().Prove("POST", Known.Issuer + "/oauth2/token", Setup.Clock.GetUtcNow()));

        (await site.PostAsync("/oauth2/token", Credentials, Mine, Secret, Proof())).MustRefuse("invalid_request");
        Assert.Equal("Bearer", (await site.PostAsync("/oauth2/token", Credentials, Mine, Secret)).MustIssue()["token_type"]);
        var other = Credentials.With("client_id", "free");
        var issued = await site.PostAsync("/oauth2/token", other, Mine, Known.Basic("free", Known.WebSecret), Proof());
        Assert.Equal("DPoP", issued.MustIssue()["token_type"]);
    }

    [Fact]
    [RfcSection("RFC 8705", "3.3")]
    [RfcSection("RFC 8705", "5")]
    public async Task The_metadata_names_the_addresses_for_clients_with_a_certificate()
    {
        var site = await StartAsync(Bound, o => o.AliasUrl = "https://mtls.example.com");
        var metadata = (await site.GetAsync(Known.Metadata, null)).MustBe(200).Json;
        Assert.True(metadata.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean());
        var aliases = metadata.GetProperty("mtls_endpoint_aliases");
        Assert.Equal("https://mtls.example.com/oauth2/token", aliases.GetProperty("token_endpoint").GetString());
        Assert.Equal("https://mtls.example.com/oauth2/introspect", aliases.GetProperty("introspection_endpoint").GetString());
        Assert.False(aliases.TryGetProperty("authorization_endpoint", out _));
        Assert.Equal(Known.Issuer + "/oauth2/token", metadata.GetProperty("token_endpoint").GetString());
    }

    [Theory]
    [InlineData("http://mtls.example.com")]
    [InlineData("https://mtls.example.com/path")]
    [InlineData("https://mtls.example.com/?q")]
    [InlineData("mtls.example.com")]
    public async Task An_alias_that_is_no_https_address_stops_the_start(string alias) =>
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(Bound, o => o.AliasUrl = alias));
}
