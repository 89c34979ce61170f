namespace OAuth2Server.Tests.Rfc8414;

/// <summary>The document lists what is enabled, and nothing else.</summary>
[RfcSection("RFC 8414", "2")]
[RfcSection("RFC 8414", "3.2")]
public abstract class MetadataValues<T> : ProtocolTests<T> where T : ITransport
{
    private const string Endpoints = Known.Issuer + "/oauth2";

    [Fact]
    public async Task A_server_with_everything_names_everything()
    {
        var answer = (await Start().MetadataAsync()).MustBe(200);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal(
            "authorization_endpoint authorization_response_iss_parameter_supported code_challenge_methods_supported " +
            "device_authorization_endpoint grant_types_supported introspection_endpoint introspection_endpoint_auth_methods_supported " +
            "issuer pushed_authorization_request_endpoint request_parameter_supported request_uri_parameter_supported " +
            "require_pushed_authorization_requests response_modes_supported response_types_supported revocation_endpoint " +
            "revocation_endpoint_auth_methods_supported token_endpoint token_endpoint_auth_methods_supported",
            answer.Members());
        Assert.Equal(Known.Issuer, answer["issuer"]);
        Assert.Equal(Endpoints + "/authorize", answer["authorization_endpoint"]);
        Assert.Equal(Endpoints + "/token", answer["token_endpoint"]);
        Assert.Equal(Endpoints + "/revoke", answer["revocation_endpoint"]);
        Assert.Equal(Endpoints + "/introspect", answer["introspection_endpoint"]);
        Assert.Equal("code", List(answer, "response_types_supported"));
        Assert.Equal("form_post query", List(answer, "response_modes_supported"));
        Assert.Equal("S256", List(answer, "code_challenge_methods_supported"));
        Assert.Equal(
            $"authorization_code client_credentials password refresh_token {TicketGrant.Name} {DeviceCodeGrant.Name}",
            List(answer, "grant_types_supported"));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("revocation")]
    public async Task None_is_the_first_method_so_that_a_client_without_a_secret_that_takes_the_first_one_works(string endpoint) =>
        Assert.Equal(
            "none client_secret_basic client_secret_post",
            InOrder(await Start().MetadataAsync(), endpoint + "_endpoint_auth_methods_supported"));

    [Fact]
    public async Task The_scope_names_of_the_settings_are_listed_each_once()
    {
        var answer = await Start(s => s.Options.ScopesSupported = ["b", "a", "b"]).MetadataAsync();
        Assert.Equal("b a", InOrder(answer, "scopes_supported"));
        Assert.DoesNotContain("scopes_supported", (await Start().MetadataAsync()).Members(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_proves_nothing_cannot_introspect() =>
        Assert.Equal(
            "client_secret_basic client_secret_post", List(await Start().MetadataAsync(), "introspection_endpoint_auth_methods_supported"));

    [Fact]
    public async Task Without_the_code_grant_there_is_no_authorization_endpoint()
    {
        var answer = (await Start(s => s.NotServed.Add("authorization_code")).MetadataAsync()).MustBe(200);
        Assert.Equal(
            "device_authorization_endpoint grant_types_supported introspection_endpoint introspection_endpoint_auth_methods_supported " +
            "issuer revocation_endpoint revocation_endpoint_auth_methods_supported token_endpoint token_endpoint_auth_methods_supported",
            answer.Members());
        Assert.DoesNotContain("authorization_code", List(answer, "grant_types_supported"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_revokes_nothing_has_no_revocation_endpoint()
    {
        var answer = (await Start(s => s.Model = new DelegatingModel(s.Store)).MetadataAsync()).MustBe(200);
        Assert.DoesNotContain("revocation", answer.Text, StringComparison.Ordinal);
        Assert.Equal(Endpoints + "/introspect", answer["introspection_endpoint"]);
    }

    [Fact]
    public async Task The_plain_method_is_named_where_it_is_allowed() =>
        Assert.Equal(
            "S256 plain", List(await Start(s => s.Options.AllowPlainPkce = true).MetadataAsync(), "code_challenge_methods_supported"));

    [Fact]
    public async Task A_device_endpoint_is_named_where_its_grant_is_served()
    {
        Assert.Equal(Endpoints + "/device_authorization", (await Start().MetadataAsync())["device_authorization_endpoint"]);
        Assert.DoesNotContain(
            "device", (await Start(s => s.NotServed.Add(DeviceCodeGrant.Name)).MetadataAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_endpoint_that_is_named_answers()
    {
        var server = Start();
        var issued = (await server.TokenAsync(Known.ClientCredentials, Known.WebBasic)).MustIssue();
        (await server.IntrospectAsync(issued.AccessToken)).MustBeActive();
        (await server.RevokeAsync([("token", issued.AccessToken)], Known.WebBasic)).MustRevoke();
        (await server.AuthorizeAsync(Known.Authorization)).MustGiveCode();
        (await server.AuthorizeDeviceAsync()).MustBe(200);
    }

    private static string List(Answer answer, string member) =>
        string.Join(' ', answer.Json.GetProperty(member).EnumerateArray().Select(v => v.GetString()).Order(StringComparer.Ordinal));

    private static string InOrder(Answer answer, string member) =>
        string.Join(' ', answer.Json.GetProperty(member).EnumerateArray().Select(v => v.GetString()));
}
