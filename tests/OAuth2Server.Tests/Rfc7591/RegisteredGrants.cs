namespace OAuth2Server.Tests.Rfc7591;

/// <summary>Which grants and response types a client gets.</summary>
[RfcSection("RFC 7591", "2.1")]
public abstract class RegisteredGrants<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData(null, "authorization_code")]
    [InlineData("""["authorization_code","refresh_token"]""", "authorization_code refresh_token")]
    [InlineData("""["implicit","authorization_code","urn:ietf:params:oauth:grant-type:jwt-bearer"]""", "authorization_code")]
    [InlineData("""["client_credentials","authorization_code","password"]""", "authorization_code")]
    public async Task Grants_that_a_client_cannot_have_are_left_out(string? requested, string registered)
    {
        var answer = (await Start(Registering.Open).RegisterAsync(
            Registering.With(Registering.Least, ("grant_types", requested)))).MustBe(201);
        Assert.Equal(registered, answer.List("grant_types"));
        Assert.Equal("code", answer.List("response_types"));
    }

    [Theory]
    [InlineData("grant_types", """["implicit"]""")]
    [InlineData("grant_types", """["client_credentials"]""")]
    [InlineData("grant_types", "\"authorization_code\"")]
    [InlineData("grant_types", "[1]")]
    [InlineData("response_types", """["token"]""")]
    [InlineData("response_types", "\"code\"")]
    public async Task A_client_that_could_do_nothing_is_refused(string member, string value) =>
        (await Start(Registering.Open).RegisterAsync(Registering.With(Registering.Least, (member, value))))
            .MustRefuse("invalid_client_metadata");

    [Fact]
    public async Task A_client_that_acts_for_itself_needs_the_setting_and_a_secret()
    {
        var server = Start(s =>
        {
            Registering.Open(s);
            s.Options.ClientRegistration.GrantTypes = ["client_credentials"];
        });
        const string Json = """{"grant_types":["client_credentials"],"scope":"a"}""";
        var answer = (await server.RegisterAsync(Json)).MustBe(201);
        Assert.Equal("", answer.List("response_types"));
        (await server.TokenAsync(Known.ClientCredentials, Known.RawBasic($"{answer["client_id"]}:{answer["client_secret"]}"))).MustIssue();

        (await server.RegisterAsync(Registering.With(Json, ("token_endpoint_auth_method", "\"none\""))))
            .MustRefuse("invalid_client_metadata");
        (await server.RegisterAsync(Registering.With(Json, ("response_types", """["code"]""")))).MustRefuse("invalid_client_metadata");
    }

    [Fact]
    public async Task The_scope_of_a_client_whose_users_decide_is_all_that_is_allowed()
    {
        var server = Start(Registering.Open);
        Assert.Equal("a b", (await server.RegisterAsync(Registering.With(Registering.Public, ("scope", "\"a c\""))))["scope"]);
        Assert.Equal("a b", (await server.RegisterAsync(Registering.Public))["scope"]);
    }
}
