using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;
using OAuth2Server.AspNetCore.Tests.MutualTls;
using OAuth2Server.Jwt;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.AspNetCore.Tests.DPoP;

/// <summary>A resource that accepts tokens with a key only: of DPoP or of a certificate.</summary>
[RfcSection("RFC 9449", "7.2")]
[RfcSection("RFC 8705", "3")]
public sealed class RequiredKeyTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(TestIssuer.Now);
    private readonly TestIssuer _issuer = new();
    private readonly DPoPClientKey _key = new();
    private readonly X509Certificate2 _mine = TestAuthority.SelfSigned("CN=mine");
    private readonly X509Certificate2 _other = TestAuthority.SelfSigned("CN=other");

    [Fact]
    public async Task A_token_of_each_kind_of_key_is_accepted_with_its_own_proof()
    {
        await using var api = await StartAsync(isMutualTls: true);
        var ofKey = TokenOf("jkt", _key.Thumbprint);
        var ofCertificate = TokenOf("x5t#S256", Base64Url.EncodeToString(SHA256.HashData(_mine.RawData)));
        (await UseAsync(api, ofKey)).MustBe(200);
        (await api.GetAsync("/a", ("Authorization", "Bearer " + ofCertificate), ("X-Certificate", "mine"))).MustBe(200);

        (await api.GetAsync("/a", ("Authorization", "Bearer " + ofKey), ("X-Certificate", "mine"))).MustBe(401);
        (await UseAsync(api, ofCertificate)).MustBe(401);
        (await api.GetAsync("/a", ("Authorization", "Bearer " + ofCertificate), ("X-Certificate", "other"))).MustBe(401);
        (await api.BearerAsync("/a", ofCertificate)).MustBe(401);
    }

    [Fact]
    public async Task A_token_without_a_key_is_refused_also_with_a_proof_and_a_certificate()
    {
        await using var api = await StartAsync(isMutualTls: true);
        var free = _issuer.Sign(_issuer.Header, TestIssuer.Claims());
        (await api.BearerAsync("/a", free)).MustBe(401);
        (await api.GetAsync("/a", ("Authorization", "Bearer " + free), ("X-Certificate", "mine"))).MustBe(401);
        (await UseAsync(api, free)).MustBe(401);
    }

    [Theory]
    [InlineData(true, "DPoP Bearer")]
    [InlineData(false, "DPoP")]
    public async Task The_challenges_name_the_schemes_of_the_keys(bool isMutualTls, string schemes)
    {
        await using var api = await StartAsync(isMutualTls);
        var challenges = (await api.GetAsync("/a")).MustBe(401).Headers.Where(header => header.Key == "WWW-Authenticate");
        Assert.Equal(schemes, string.Join(' ', challenges.Select(challenge => challenge.Value.Split(' ')[0])));
    }

    public void Dispose()
    {
        _mine.Dispose();
        _other.Dispose();
    }

    private Task<Bearer.Api> StartAsync(bool isMutualTls) => Bearer.Api.StartAsync(
        _clock,
        authentication =>
        {
            authentication.Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
            authentication.AddOAuth2Bearer(o =>
            {
                (o.Authority, o.Resource, o.BackchannelHttpHandler) =
                    (TestIssuer.Name, TestIssuer.Resource, new ScriptedServer(_issuer));
                (o.DPoP, o.TlsClientCertificateBoundAccessTokens) = (new() { RequireProof = true }, isMutualTls);
            });
        },
        app => app.Use((http, next) =>
        {
            http.Connection.ClientCertificate = http.Request.Headers["X-Certificate"].ToString() switch
            {
                "mine" => _mine,
                "other" => _other,
                _ => null,
            };
            return next(http);
        }).UseRouting().UseAuthentication().UseAuthorization());

    private string TokenOf(string kind, string thumbprint)
    {
        var claims = TestIssuer.Claims();
        claims["cnf"] = new JsonObject { [kind] = thumbprint };
        return _issuer.Sign(_issuer.Header, claims);
    }

    private Task<Answer> UseAsync(Bearer.Api api, string token) => api.GetAsync(
        "/a", ("Authorization", "DPoP " + token),
        ("DPoP", _key.Prove("GET", "https://photos.example.com/api/a", _clock.GetUtcNow(), token)));
}
