using System.Security.Cryptography.X509Certificates;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>A client authenticates with a certificate that it registered, over TLS.</summary>
[RfcSection("RFC 8705", "2.2")]
[RfcSection("RFC 8705", "2.2.2")]
public sealed class SelfSignedTests : CertificateTests
{
    private readonly X509Certificate2 _own;

    public SelfSignedTests() => _own = Keep(TestAuthority.SelfSigned("CN=own"));

    private Client Registered => ClientOf("self_signed_tls_client_auth") with { Jwks = TestAuthority.KeySetOf(_own) };

    [Fact]
    public async Task The_registered_certificate_gets_a_token()
    {
        var site = await StartAsync(Registered);
        (await site.PostAsync("/oauth2/token", Credentials, _own)).MustIssue();
    }

    [Fact]
    public async Task Another_certificate_is_refused_also_with_the_same_name_or_of_a_trusted_authority()
    {
        var site = await StartAsync(Registered);
        (await site.PostAsync("/oauth2/token", Credentials, Keep(TestAuthority.SelfSigned("CN=own")))).MustRefuse("invalid_client", 401);
        (await site.PostAsync("/oauth2/token", Credentials, Mine)).MustRefuse("invalid_client", 401);
        (await site.PostAsync("/oauth2/token", Credentials, null)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        var site = await StartAsync(Registered);
        Setup.Clock.Advance(TestAuthority.End - Setup.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        (await site.PostAsync("/oauth2/token", Credentials, _own)).MustRefuse("invalid_client", 401);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no JSON")]
    [InlineData("""{"keys":[]}""")]
    public async Task A_client_without_readable_keys_is_refused(string? keys)
    {
        var site = await StartAsync(Registered with { Jwks = keys });
        (await site.PostAsync("/oauth2/token", Credentials, _own)).MustRefuse("invalid_client", 401);
    }
}
