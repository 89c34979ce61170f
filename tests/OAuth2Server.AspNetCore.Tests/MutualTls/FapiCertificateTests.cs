using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using OAuth2Server.Jwt;
using OAuth2Server.OpenIdConnect;

namespace OAuth2Server.AspNetCore.Tests.MutualTls;

/// <summary>The variants of the FAPI 2.0 Security Profile with certificates: a client authenticates with a certificate or with a key, its
/// tokens are bound to a certificate or to the key of its proofs, and none is issued without a binding.</summary>
[RfcSection("FAPI 2.0", "5.3.2.1")]
public sealed class FapiCertificateTests : CertificateTests
{
    private const string Push = "/oauth2/par";
    private const string Token = "/oauth2/token";

    private static readonly Client ByCertificate = ClientOf("tls_client_auth") with
    {
        TlsClientAuth = new(CertificateSubjectKind.DistinguishedName, "CN=client,O=Example"),
    };

    private static readonly Parameters Request = Known.WebAuthorization.With("client_id", "mtls");

    private readonly DPoPClientKey _proofKey = new();
    private readonly AssertionKey _assertionKey = new();

    public FapiCertificateTests() => Keep(_assertionKey);

    [Fact]
    [RfcSection("RFC 8705", "3")]
    public async Task A_certificate_authenticates_the_client_and_its_tokens_are_bound_to_it_without_a_registration()
    {
        var site = await StartAsync(ByCertificate);
        var redemption = Redemption(await CodeAsync(site, await PushAsync(site, Request, Mine)));
        (await site.PostAsync(Token, redemption, null)).MustRefuse("invalid_client", 401);
        var issued = (await site.PostAsync(Token, redemption, Mine)).MustIssue();
        Assert.Equal("Bearer", issued["token_type"]);
        await MustBeBoundToMineAsync(site, issued);
        await MustBeBoundToMineAsync(site, (await site.PostAsync(Token, Refresh(issued), Mine)).MustIssue());
    }

    [Fact]
    [RfcSection("RFC 9449", "5")]
    public async Task A_certificate_authenticates_the_client_and_its_tokens_are_bound_to_the_key_of_its_proof()
    {
        var site = await StartAsync(ByCertificate);
        var redemption = Redemption(await CodeAsync(site, await PushAsync(site, Request, Mine)));
        var issued = (await site.PostAsync(Token, redemption, Mine, Proof("POST", Known.Issuer + Token))).MustIssue();
        Assert.Equal("DPoP", issued["token_type"]);
        foreach (var certificate in new[] { Mine, null })
        {
            var sent = ("Authorization", "DPoP " + issued.AccessToken);
            var proof = Proof("GET", new Uri(site.Address, "/resource").AbsoluteUri, issued.AccessToken);
            Assert.Equal(200, (await site.GetAsync("/resource", certificate, sent, proof)).Status);
            Assert.Equal(401, (await site.GetAsync("/resource", certificate, sent)).Status);
            Assert.Equal(401, (await site.GetAsync("/resource", certificate, Bearer(issued))).Status);
        }
    }

    [Fact]
    [RfcSection("RFC 8705", "3")]
    public async Task A_key_authenticates_the_client_and_its_tokens_are_bound_to_its_certificate()
    {
        var site = await StartAsync(ByKey());
        var requestUri = await PushAsync(site, Signed(Request), null);
        var issued = (await site.PostAsync(Token, Signed(Redemption(await CodeAsync(site, requestUri))), Mine)).MustIssue();
        Assert.Equal("Bearer", issued["token_type"]);
        await MustBeBoundToMineAsync(site, issued);
        await MustBeBoundToMineAsync(site, (await site.PostAsync(Token, Signed(Refresh(issued)), Mine)).MustIssue());
    }

    [Fact]
    public async Task A_client_that_authenticates_with_a_key_gets_no_token_without_a_binding_and_the_code_stays_valid()
    {
        var site = await StartAsync(ByKey());
        var redemption = Redemption(await CodeAsync(site, await PushAsync(site, Signed(Request), null)));
        (await site.PostAsync(Token, Signed(redemption), null)).MustRefuse("invalid_request");
        (await site.PostAsync(Token, Signed(Credentials), null)).MustRefuse("invalid_request");
        var issued = (await site.PostAsync(Token, Signed(redemption), Mine)).MustIssue();
        (await site.PostAsync(Token, Signed(Refresh(issued)), null)).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task Client_credentials_of_a_certificate_are_bound_to_it()
    {
        var site = await StartAsync(ByCertificate);
        var issued = (await site.PostAsync(Token, Credentials.With("scope", "a"), Mine)).MustIssue();
        await MustBeBoundToMineAsync(site, issued);
    }

    [Fact]
    public async Task The_own_profile_of_a_client_binds_its_tokens_on_a_server_without_profile()
    {
        var site = await StartAsync(ByCertificate.WithProfile(SecurityProfile.Fapi2), profile: SecurityProfile.None);
        await MustBeBoundToMineAsync(site, (await site.PostAsync(Token, Credentials.With("scope", "a"), Mine)).MustIssue());
        var free = ByCertificate with { Id = "free" };
        Setup.Store.AddClient(free, Known.WebSecret);
        var unbound = await site.PostAsync(Token, Credentials.With("client_id", "free").With("scope", "a"), Mine);
        Assert.Equal(200, (await site.GetAsync("/resource", null, Bearer(unbound.MustIssue()))).Status);
    }

    [Fact]
    [RfcSection("FAPI 2.0", "5.3.2.2")]
    public async Task An_authorization_request_is_pushed_with_the_certificate_of_the_client()
    {
        var site = await StartAsync(ByCertificate);
        (await site.PostAsync(Push, Request, null)).MustRefuse("invalid_client", 401);
        (await site.PostAsync(Push, Request, Keep(Stranger.Issue("CN=client, O=Example")))).MustRefuse("invalid_client", 401);
        (await site.PostAsync(Push, Request, null, Known.Basic("mtls", Known.WebSecret))).MustRefuse("invalid_client", 401);
        await PushAsync(site, Request, Mine);
        (await site.GetAsync("/approve?" + WireRequest.Encode(Request), null)).MustRedirectError("invalid_request", Known.WebUri);
    }

    [Theory]
    [InlineData(null, 201)]
    [InlineData("ES256", 201)]
    [InlineData("RS256", 400)]
    [RfcSection("FAPI 2.0", "5.4.1")]
    public async Task A_client_in_a_store_that_asks_for_id_tokens_with_RS256_is_refused(string? algorithm, int status)
    {
        var openId = new OpenIdClient { IdTokenSignedResponseAlg = algorithm };
        var site = await StartAsync(openId.AddTo(ByCertificate with { Scope = Scope.Of("a", "openid") }), server: s =>
            s.AddAuthorizationCode().AddDPoP().AddOpenIdConnect().UseProfile(SecurityProfile.Fapi2));
        var answer = (await site.PostAsync(Push, Request.With("scope", "a openid"), Mine)).MustBe(status);
        if (status == 400) answer.MustRefuse("unauthorized_client");
        await PushAsync(site, Request.With("scope", "a"), Mine);
    }

    private Client ByKey() => ClientOf(PrivateKeyJwt.MethodName) with { Jwks = _assertionKey.Jwks };

    private Parameters Signed(Parameters form) => _assertionKey.Sign(form, "mtls", Setup.Clock.GetUtcNow());

    private static Parameters Redemption(string code) => Known.WebRedemption(code).With("client_id", "mtls");

    private static Parameters Refresh(Answer issued) => Known.Refresh(issued.RefreshToken).With("client_id", "mtls");

    private (string, string) Proof(string method, string address, string? token = null) =>
        ("DPoP", _proofKey.Prove(method, address, Setup.Clock.GetUtcNow(), token));

    private static async Task<string> PushAsync(TlsSite site, Parameters request, X509Certificate2? certificate) =>
        (await site.PostAsync(Push, request, certificate)).MustBe(201)["request_uri"]!;

    // The browser of the user sends no certificate.
    private static async Task<string> CodeAsync(TlsSite site, string requestUri) =>
        (await site.GetAsync("/approve?" + WireRequest.Encode([("client_id", "mtls"), ("request_uri", requestUri)]), null))
        .MustGiveCode().Code;

    private async Task MustBeBoundToMineAsync(TlsSite site, Answer issued)
    {
        Assert.Equal(200, (await site.GetAsync("/resource", Mine, Bearer(issued))).Status);
        foreach (var certificate in new[] { Keep(Authority.Issue("CN=client, O=Example")), null })
            Assert.Equal(401, (await site.GetAsync("/resource", certificate, Bearer(issued))).Status);
    }

    private Task<TlsSite> StartAsync(Client client, SecurityProfile profile = SecurityProfile.Fapi2) => StartAsync(
        client with { Scope = Scope.Of("a", "b") },
        server: s => s.AddAuthorizationCode().AddRefreshToken().AddPrivateKeyJwt().AddDPoP().UseProfile(profile),
        map: app => app.MapGet("/approve", ApproveAsync));

    // The sign-in and the consent of alice.
    private static async Task<IResult> ApproveAsync(HttpContext http, AuthorizationServer server)
    {
        var step = await server.AuthorizeAsync(new Visit(RequestParameters.FromQuery(http.Request.QueryString.Value)));
        var response = step.IsValid(out var request, out var refused)
            ? await server.CompleteAsync(request, new Decision.Allowed(new("alice"), request.Scope))
            : refused;
        foreach (var (name, value) in response.Headers) http.Response.Headers.Append(name, value);
        return Results.StatusCode(response.Status);
    }

    private sealed class Visit(RequestParameters parameters) : OAuthRequest
    {
        public override string Method => "GET";

        public override Uri Uri { get; } = new(Known.Issuer + "/oauth2/authorize");

        public override RequestParameters Parameters => parameters;

        public override IReadOnlyList<string?> Header(string name) => [];
    }
}
