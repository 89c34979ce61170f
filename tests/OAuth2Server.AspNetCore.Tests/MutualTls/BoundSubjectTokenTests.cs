using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>Tokens that are bound to a certificate are exchanged by the party that has its key.</summary>
[RfcSection("RFC 8705", "3")]
[RfcSection("RFC 8693", "2.2.2")]
public sealed class BoundSubjectTokenTests : CertificateTests
{
    private static readonly (string, string) Secret = Known.Basic("mtls", Known.WebSecret);
    private static readonly (string, string) OfService = Known.Basic("service", Known.WebSecret);

    private async Task<(TlsSite Site, Parameters Exchange)> StartAsync(bool allowUnproven = false)
    {
        var service = ClientOf("client_secret_basic") with
        {
            Id = "service",
            GrantTypes = [TokenExchangeGrant.Name],
            TlsClientCertificateBoundAccessTokens = !allowUnproven,
        };
        Setup.Store.AddClient(service, Known.WebSecret);
        var site = await StartAsync(
            ClientOf("client_secret_basic") with { GrantTypes = [TicketGrant.Name], TlsClientCertificateBoundAccessTokens = true },
            before: s => s.Services.Configure<OAuth2ServerOptions>(o => o.Resources =
                [new() { Resource = Known.Photos, ClientId = "service" }, new() { Resource = Known.Mail, ClientId = Known.Api.Id }]),
            server: s => s.AddGrant<TicketGrant>().AddTokenExchange(o => o.Policies =
            [
                new()
                {
                    ClientId = "service",
                    Audience = Known.Mail,
                    Scopes = ["a"],
                    AllowImpersonation = true,
                    AllowUnprovenSubjectToken = allowUnproven,
                },
            ]));
        Parameters ticket = [("grant_type", TicketGrant.Name), ("ticket", "for-bob"), ("scope", "a"), ("resource", Known.Photos)];
        var subject = (await site.PostAsync("/oauth2/token", ticket, Mine, Secret)).MustIssue().AccessToken;
        return (site,
        [
            ("grant_type", TokenExchangeGrant.Name), ("subject_token", subject),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"), ("resource", Known.Mail),
        ]);
    }

    [Fact]
    public async Task A_token_is_exchanged_with_its_certificate_only_and_the_new_one_is_bound_to_it()
    {
        var (site, exchange) = await StartAsync();
        var unknown = (await site.PostAsync("/oauth2/token", exchange.With("subject_token", "unknown"), Mine, OfService))
            .MustRefuse("invalid_request");
        var other = Keep(Authority.Issue("CN=client, O=Example"));
        var refused = (await site.PostAsync("/oauth2/token", exchange, other, OfService)).MustRefuse("invalid_request");
        Assert.Equal(unknown["error_description"], refused["error_description"]);

        var issued = (await site.PostAsync("/oauth2/token", exchange, Mine, OfService)).MustIssue();
        var shown = await site.PostAsync("/oauth2/introspect", [("token", issued.AccessToken)], null, Known.ApiBasic);
        Assert.Equal(Digest(Mine), shown.MustBeActive().Json.GetProperty("cnf").GetProperty("x5t#S256").GetString());
    }

    [Fact]
    public async Task A_policy_lets_the_service_that_got_the_token_exchange_it_without_a_certificate()
    {
        var (site, exchange) = await StartAsync(allowUnproven: true);
        (await site.PostAsync("/oauth2/token", exchange, null, OfService)).MustIssue();
    }

    private static string Digest(X509Certificate2 certificate) => Base64Url.EncodeToString(SHA256.HashData(certificate.RawData));
}
