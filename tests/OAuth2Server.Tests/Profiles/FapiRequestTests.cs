namespace OAuth2Server.Tests.Profiles;

/// <summary>What the FAPI 2.0 Security Profile refuses while the server runs: for the whole server, and for one client.</summary>
[RfcSection("FAPI 2.0", "5.3.2.1")]
public sealed class FapiRequestTests
{
    private static readonly (string, string)[] Proof = [("X-Key", "bank"), ("X-Thumbprint", "thumb")];

    private static readonly Client Bank = Known.Web with
    {
        Id = "bank",
        AuthenticationMethods = ["private_key_jwt", "client_secret_basic"],
        RequirePkce = false,
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_with_a_key_and_a_proof_gets_a_token(bool ofClient)
    {
        var server = Start(ofClient);
        Assert.Equal("DPoP", (await server.TokenAsync(Known.ClientCredentials, Proof)).MustIssue()["token_type"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_request_without_proof_of_a_key_is_refused(bool ofClient) =>
        (await Start(ofClient).TokenAsync(Known.ClientCredentials, Proof[0])).MustRefuse("invalid_request");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_is_refused_also_where_it_is_right_and_registered(bool ofClient) =>
        (await Start(ofClient).TokenAsync(Known.ClientCredentials, Known.Basic("bank", Known.WebSecret), Proof[1]))
            .MustRefuse("invalid_client", 401);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [RfcSection("FAPI 2.0", "5.3.2.2")]
    public async Task An_authorization_request_through_the_browser_is_refused(bool ofClient)
    {
        var answer = await Start(ofClient).AuthorizeAsync(Known.WebAuthorization.With("client_id", "bank"));
        answer.MustRedirectError("invalid_request", Known.WebUri);
        Assert.Contains("pushed", answer.InLocation("error_description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_client_is_refused()
    {
        var server = Start(ofClient: false);
        (await server.AuthorizeAsync(Known.Authorization)).MustRedirectError("unauthorized_client");
        (await server.TokenAsync(Known.Redemption("code"))).MustRefuse("invalid_client", 401);
        (await server.AuthorizeDeviceAsync()).MustRefuse("invalid_client", 401);
    }

    [Theory]
    [InlineData("private_key_jwt", true)]
    [InlineData("client_secret_basic", false)]
    [InlineData("none", false)]
    [RfcSection("RFC 7591", "2")]
    public async Task A_client_registers_only_with_a_method_that_the_profile_allows(string method, bool isAccepted)
    {
        var answer = await Start(ofClient: false, Registering.Open).RegisterAsync(Registering.With(
            Registering.Least, ("token_endpoint_auth_method", $"\"{method}\""), ("jwks", Registering.PublicKeys)));
        if (isAccepted) answer.MustBe(201);
        else answer.MustRefuse("invalid_client_metadata");
    }

    [Fact]
    public async Task The_other_clients_of_a_server_without_profile_are_not_affected()
    {
        var server = Start(ofClient: true);
        await server.IssueAsync();
        (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_resource_server_asks_about_tokens_with_its_secret_and_gets_none(bool ofClient)
    {
        var server = Start(ofClient, s => s.Store.AddClient(
            ofClient ? Known.Api.WithProfile(SecurityProfile.Fapi2) : Known.Api, Known.ApiSecret));
        var token = (await server.TokenAsync(Known.ClientCredentials, Proof)).MustIssue().AccessToken;
        (await server.IntrospectAsync([("token", token)], Known.ApiBasic)).MustBeActive();
        (await server.IntrospectAsync([("token", token)], Known.Basic("api", Known.WebSecret))).MustRefuse("invalid_client", 401);
        (await server.IntrospectAsync([("token", token)], Known.Basic("bank", Known.WebSecret))).MustRefuse("invalid_client", 401);
        (await server.TokenAsync(Known.ClientCredentials, Known.ApiBasic, Proof[1])).MustRefuse("unauthorized_client");
    }

    [Fact]
    public async Task The_metadata_names_only_the_methods_that_are_accepted()
    {
        var metadata = await Start(ofClient: false).MetadataAsync();
        Assert.Equal("[\"client_secret_basic\",\"private_key_jwt\"]",
            metadata.Json.GetProperty("introspection_endpoint_auth_methods_supported").ToString());
        Assert.Equal("[\"private_key_jwt\"]", metadata.Json.GetProperty("token_endpoint_auth_methods_supported").ToString());
        Assert.Contains("client_secret_basic", (await Start(ofClient: true).MetadataAsync()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PS256", true)]
    [InlineData("ES256", true)]
    [InlineData("EdDSA", true)]
    [InlineData("RS256", false)]
    [InlineData("HS256", false)]
    [InlineData("none", false)]
    [InlineData("es256", false)]
    [RfcSection("FAPI 2.0", "5.4.1")]
    public void Only_algorithms_without_known_attacks_are_allowed(string algorithm, bool isAllowed)
    {
        Assert.Equal(isAllowed, SecurityProfile.Fapi2.AllowsSigningAlgorithm(algorithm));
        Assert.True(SecurityProfile.Rfc9700.AllowsSigningAlgorithm(algorithm));
    }

    private static TestServer Start(bool ofClient, Action<Setup>? configure = null)
    {
        var setup = new Setup();
        configure?.Invoke(setup);
        var bank = ofClient ? Bank.WithProfile(SecurityProfile.Fapi2) : Bank;
        setup.Store.AddClient(bank, Known.WebSecret);
        if (!ofClient) setup.Options.UseProfile(SecurityProfile.Fapi2);
        setup.Parts = new()
        {
            ClientAuthentication =
            [
                new ClientSecretBasic(setup.Model), new NoClientAuthentication(setup.Model), new KeyMethod(setup.Model),
            ],
            TokenBindings = [new HeaderBinding()],
        };
        return new(setup, InProcess.Start(setup));
    }
}
