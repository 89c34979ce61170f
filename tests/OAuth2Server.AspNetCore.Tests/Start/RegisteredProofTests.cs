using System.Text;

namespace OAuth2Server.AspNetCore.Tests.Start;

/// <summary>A client that registers what the server could never accept learns it from the answer.</summary>
[RfcSection("RFC 7591", "2")]
[RfcSection("RFC 7591", "3.2.2")]
public sealed class RegisteredProofTests : SiteTests
{
    private const string Keys = "\"jwks_uri\":\"https://client.example.net/jwks\"";
    private const string Signs = "\"token_endpoint_auth_method\":\"private_key_jwt\"," + Keys;
    private const string Certified = "\"token_endpoint_auth_method\":\"tls_client_auth\"";

    public static TheoryData<string, bool> Registrations => new()
    {
        { Signs, true },
        { Signs + ",\"token_endpoint_auth_signing_alg\":\"ES256\"", true },
        { Signs + ",\"token_endpoint_auth_signing_alg\":\"RS512\"", false },
        { Signs + ",\"token_endpoint_auth_signing_alg\":\"EdDSA\"", false },
        { Signs + ",\"token_endpoint_auth_signing_alg\":\"HS256\"", false },
        { Signs + ",\"request_object_signing_alg\":\"PS256\"", true },
        { Signs + ",\"request_object_signing_alg\":\"EdDSA\"", false },
        { Signs + ",\"require_signed_request_object\":true", true },
        { Certified + ",\"tls_client_auth_subject_dn\":\"CN=client,O=Example\"", true },
        { Certified + ",\"tls_client_auth_subject_dn\":\"xyz\"", false },
        { Certified + ",\"tls_client_auth_subject_dn\":\"CN=client;O=Example\"", false },
        { Certified + ",\"tls_client_auth_subject_dn\":\"X=client\"", false },
        { Certified + ",\"tls_client_auth_san_dns\":\"client.example.net\"", true },
        { Certified + ",\"tls_client_auth_san_dns\":\"*.example.net\"", false },
        { Certified + ",\"tls_client_auth_san_dns\":\"a b\"", false },
        { Certified + ",\"tls_client_auth_san_ip\":\"2001:db8::1\"", true },
        { Certified + ",\"tls_client_auth_san_ip\":\"300.1.1.1\"", false },
        { Certified + ",\"tls_client_auth_san_ip\":\"1\"", false },
        { Certified + ",\"tls_client_auth_san_uri\":\"spiffe://example.net/client\"", true },
        { Certified + ",\"tls_client_auth_san_uri\":\"client\"", false },
        { Certified + ",\"tls_client_auth_san_uri\":\"https://example.net/ä\"", false },
        { Certified + ",\"tls_client_auth_san_email\":\"client@example.net\"", true },
        { Certified + ",\"tls_client_auth_san_email\":\"example.net\"", false },
    };

    [Theory]
    [MemberData(nameof(Registrations))]
    public async Task A_client_registers_only_what_can_work(string members, bool isAccepted)
    {
        using var authority = new MutualTls.TestAuthority("CN=Trusted");
        var site = Start(server: services =>
        {
            services.Configure<OAuth2ServerOptions>(o => o.ClientRegistration.Mode = RegistrationMode.Open);
            Builder(services).AddAuthorizationCode().AddPrivateKeyJwt().AddRequestObjects()
                .AddMutualTls(o => o.TrustedCertificateAuthorities.Add(authority.Certificate));
        });
        var body = $$"""{"redirect_uris":["https://client.example.net/cb"],{{members}}}""";
        var answer = await new Browser(site).SendAsync(
            "POST", "/oauth2/register", [("Content-Type", "application/json")], Encoding.UTF8.GetBytes(body));
        if (isAccepted) answer.MustBe(201);
        else answer.MustRefuse("invalid_client_metadata");
    }
}
