using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OAuth2Server.DPoP;
using OAuth2Server.Jwt;

namespace OAuth2Server.AspNetCore.Tests.DPoP;

/// <summary>A client that signs an assertion and a proof: a refused proof uses up neither.</summary>
[RfcSection("RFC 9449", "8")]
[RfcSection("RFC 7523", "3")]
public sealed class ProofBeforeClientTests : SiteTests
{
    private readonly ECDsa _assertions = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DPoPClientKey _key = new();
    private int _count;

    private static Parameters Push { get; } = Known.Authorization.Without("client_id");

    [Theory]
    [InlineData("token")]
    [InlineData("par")]
    public async Task A_missing_nonce_does_not_use_up_the_client_assertion(string endpoint)
    {
        var site = StartWithClient(requireNonce: true);
        var form = Signed(endpoint == "par" ? Push : Known.ClientCredentials);
        var nonce = (await SendAsync(site, endpoint, form)).MustRefuse("use_dpop_nonce").Header("DPoP-Nonce");
        Assert.Equal(endpoint == "par" ? 201 : 200, (await SendAsync(site, endpoint, form, nonce)).Status);
        // Once only: it is used up now.
        (await SendAsync(site, endpoint, form, nonce)).MustRefuse("invalid_client", 401);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("par")]
    public async Task A_wrong_proof_does_not_use_up_the_client_assertion(string endpoint)
    {
        var site = StartWithClient(requireNonce: false);
        var form = Signed(endpoint == "par" ? Push : Known.ClientCredentials);
        (await FormAsync(site, "/oauth2/" + endpoint, form, ("DPoP", "x"))).MustRefuse("invalid_dpop_proof");
        Assert.Equal(endpoint == "par" ? 201 : 200, (await SendAsync(site, endpoint, form)).Status);
    }

    [Theory]
    [InlineData("token", HttpStatusCode.OK)]
    [InlineData("par", HttpStatusCode.Created)]
    public async Task The_handler_for_clients_sends_the_same_assertion_again_with_the_nonce(string endpoint, HttpStatusCode status)
    {
        var site = StartWithClient(requireNonce: true);
        using var key = DPoPKey.Create();
        using var http = new HttpClient(new DPoPHandler(key, Setup.Clock) { InnerHandler = site.Http.CreateHandler() });
        using var form = new FormUrlEncodedContent(Signed(endpoint == "par" ? Push : Known.ClientCredentials)
            .Select(pair => KeyValuePair.Create<string?, string?>(pair.Name, pair.Value)));
        using var answer = await http.PostAsync(
            new Uri(Known.Issuer + "/oauth2/" + endpoint), form, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_right_proof_does_not_authenticate_a_client()
    {
        var site = StartWithClient(requireNonce: false);
        Parameters unsigned = [.. Known.ClientCredentials, ("client_id", "service")];
        (await SendAsync(site, "token", unsigned)).MustRefuse("invalid_client", 401);
        (await SendAsync(site, "par", [.. Push, ("client_id", "service")])).MustRefuse("invalid_client", 401);
    }

    private Site StartWithClient(bool requireNonce)
    {
        var point = _assertions.ExportParameters(false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        Setup.Store.AddClient(Known.App with
        {
            Id = "service",
            Type = ClientType.Confidential,
            GrantTypes = ["client_credentials", "authorization_code"],
            AuthenticationMethods = [PrivateKeyJwt.MethodName],
            Jwks = $$"""{"keys":[{"kty":"EC","crv":"P-256","kid":"k1","x":"{{x}}","y":"{{y}}"}]}""",
        });
        return Start(server: s => Builder(s).AddClientCredentials().AddAuthorizationCode().AddPrivateKeyJwt()
            .AddDPoP(o => o.RequireNonce = requireNonce));
    }

    private Task<Answer> SendAsync(Site site, string endpoint, Parameters form, string? nonce = null)
    {
        var proof = _key.Prove("POST", Known.Issuer + "/oauth2/" + endpoint, Setup.Clock.GetUtcNow(), nonce: nonce);
        return FormAsync(site, "/oauth2/" + endpoint, form, ("DPoP", proof));
    }

    private Parameters Signed(Parameters form)
    {
        var expires = Setup.Clock.GetUtcNow().ToUnixTimeSeconds() + 60;
        var claims = new JsonObject
        {
            ["iss"] = "service", ["sub"] = "service", ["aud"] = Known.Issuer, ["jti"] = $"{++_count}", ["exp"] = expires,
        };
        var text = Encode("""{"alg":"ES256","kid":"k1","typ":"client-authentication+jwt"}""") + "." + Encode(claims.ToJsonString());
        var signature = Base64Url.EncodeToString(_assertions.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
        return [.. form, ("client_assertion_type", PrivateKeyJwt.AssertionType), ("client_assertion", $"{text}.{signature}")];
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
