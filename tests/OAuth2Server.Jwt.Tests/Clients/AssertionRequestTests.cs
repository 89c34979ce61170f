using System.Text.Json.Nodes;
using OAuth2Server.Jwt.Tests.Reading;

namespace OAuth2Server.Jwt.Tests.Clients;

/// <summary>The request beside the assertion, and the registration of the client.</summary>
[RfcSection("RFC 7521", "4.2")]
public sealed class AssertionRequestTests : ClientTests
{
    [Fact]
    public async Task Another_client_id_beside_the_assertion_is_refused()
    {
        Service();
        Service("other");
        await RefuseAsync(Assertion(), ("client_id", "other"));
        await RefuseAsync(Assertion(), ("client_id", "SERVICE"));
        await AcceptAsync(Assertion(), ("client_id", "service"));
    }

    [Fact]
    public async Task A_half_of_the_parameters_is_a_failed_attempt_and_not_the_absence_of_one()
    {
        Service();
        Model.AddClient(new() { Id = "app", Type = ClientType.Public });
        await RefuseAsync(null, ("client_id", "app"));
        await RefuseAsync(Assertion(), ("client_id", "app"), ("client_assertion_type", ""));
        await RefuseAsync(Assertion(), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"));
    }

    [Fact]
    [RfcSection("RFC 6749", "2.3")]
    public async Task An_assertion_together_with_a_secret_is_refused()
    {
        Model.AddClient(
            Service() with { AuthenticationMethods = ["client_secret_post", PrivateKeyJwt.MethodName] }, "a-secret-of-the-client");
        var outcome = await AuthenticateAsync(Assertion(), ("client_id", "service"), ("client_secret", "a-secret-of-the-client"));
        Assert.True(outcome.IsError(out var error, out _));
        Assert.Equal("invalid_request", error.Code);
        await AcceptAsync(Assertion());
    }

    [Fact]
    public async Task A_client_that_is_not_registered_for_it_is_refused_before_its_keys_are_read()
    {
        await using var server = await KeyServer.StartAsync();
        Http = new(new() { AllowPrivateAddresses = true });
        foreach (string[] methods in (string[][])[[], ["client_secret_basic"], ["tls_client_auth"], ["PRIVATE_KEY_JWT"]])
        {
            Model.AddClient(
                Service() with { Jwks = null, JwksUri = server.AddressOf(), AuthenticationMethods = [.. methods] },
                "a-secret-of-the-client");
            Assert.Equal("RFC 7591 §2", (await RefuseAsync(Assertion())).Rule);
        }
        await RefuseAsync(Signed(Key, Header(), ("iss", "unknown"), ("sub", "unknown")));
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task A_client_that_has_keys_and_no_methods_keeps_the_secret_methods()
    {
        Model.AddClient(Service() with { AuthenticationMethods = [] }, "a-secret-of-the-client");
        await RefuseAsync(Assertion());
        var context = new OAuthContext
        {
            Request = Context(null, more: [("client_id", "service"), ("client_secret", "a-secret-of-the-client"),
                ("client_assertion_type", "")]).Request,
            Issuer = TestIssuer.Name,
            Now = Clock.GetUtcNow(),
        };
        Accepted(await AuthenticateAsync(context));
    }

    [Fact]
    public async Task A_client_that_is_registered_for_it_alone_cannot_use_a_secret_or_none()
    {
        Model.AddClient(Service(), "a-secret-of-the-client");
        foreach (var secret in (string[])["", "a-secret-of-the-client"])
            Refused(await AuthenticateAsync(Context(null, more: [("client_id", "service"), ("client_secret", secret),
                ("client_assertion_type", "")])));
    }

    [Fact]
    public async Task A_refusal_names_the_client_in_the_log_when_it_is_known()
    {
        Service();
        var context = Context(Assertion(("aud", "https://attacker.example")));
        Refused(await AuthenticateAsync(context));
        Assert.Equal("service", context.ClientId);
        context = Context(Signed(Key, Header(), ("iss", "unknown"), ("sub", "unknown")));
        Refused(await AuthenticateAsync(context));
        Assert.Null(context.ClientId);
    }

    [Theory]
    [InlineData(TokenEndpoint, TokenEndpoint)]
    [InlineData(TestIssuer.Name + "/oauth2/par", TestIssuer.Name + "/oauth2/par")]
    [InlineData(TestIssuer.Name + "/oauth2/par", TokenEndpoint)]
    [InlineData("https://attacker.example/oauth2/par", TestIssuer.Name + "/oauth2/par")]
    public async Task The_registration_may_permit_the_older_audiences_with_a_warning_for_each(string called, string audience)
    {
        var client = Service();
        Refused(await AuthenticateAsync(Context(Assertion(("aud", audience)), called)));
        Model.AddClient(client with { AcceptsEndpointAudience = true });
        Accepted(await AuthenticateAsync(Context(Assertion(("aud", audience)), called)));
        Assert.Contains("EndpointAudience", Assert.Single(Log.All), StringComparison.Ordinal);
        Accepted(await AuthenticateAsync(Context(Assertion(), called)));
        Refused(await AuthenticateAsync(Context(Assertion(("aud", new JsonArray(TestIssuer.Name, audience))), called)));
        Assert.Single(Log.All);
    }

    [Theory]
    [InlineData("https://attacker.example/oauth2/token", "https://attacker.example/oauth2/token")]
    [InlineData("https://attacker.example/oauth2/token", "https://attacker.example")]
    [InlineData(TokenEndpoint, TestIssuer.Name + "/oauth2/par")]
    [InlineData("https://auth.example.com/other/token", "https://auth.example.com/other/token")]
    public async Task The_host_of_a_request_is_no_audience(string called, string audience)
    {
        // An attacker who got an assertion for another server sends it here with the name of that server in the Host header.
        Model.AddClient(Service() with { AcceptsEndpointAudience = true });
        Refused(await AuthenticateAsync(Context(Assertion(("aud", audience)), called)));
    }

    [Fact]
    public void The_algorithms_are_in_the_order_of_the_settings()
    {
        IClientAuthenticationMethod method = new PrivateKeyJwt(Model, Keys, Replays, Assertions);
        Assert.Equal(["PS256", "ES256", "ES384", "RS256"], method.SigningAlgorithms);
        Assert.Empty(((IClientAuthenticationMethod)new ClientSecretBasic(Model)).SigningAlgorithms);
    }

    [Fact]
    public void The_settings_have_bounds()
    {
        Assert.Empty(new ClientAssertionOptions().Validate());
        Assert.Equal(3, new ClientAssertionOptions
        {
            Algorithms = [], MaxLifetime = TimeSpan.FromHours(2), ClockSkew = TimeSpan.Zero,
        }.Validate().Count());
        Assert.Single(new ClientAssertionOptions { Algorithms = ["none"] }.Validate());
        Assert.Equal(6, new ClientDocumentOptions
        {
            MaxBytes = 0, LeastFresh = TimeSpan.Zero, MostFresh = TimeSpan.FromDays(8), FreshByDefault = TimeSpan.FromDays(9),
            MaxDocuments = 1, MaxFetches = 0,
        }.Validate().Count());
        Assert.Throws<ArgumentException>(() => new ClientKeys(Http, new() { MaxFetches = 0 }));
    }
}
