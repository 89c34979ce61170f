namespace OAuth2Server.Tests.Rfc9701;

[RfcSection("RFC 9701", "4")]
public abstract class RequestingSignedIntrospection<T> : ProtocolTests<T> where T : ITransport
{
    private TestServer Signing(Action<Setup>? change = null) => Start(SigningServers.Of(change));

    [Theory]
    [InlineData(SigningServers.MediaType)]
    [InlineData("APPLICATION/Token-Introspection+JWT")]
    [InlineData(SigningServers.MediaType + ";q=0.1")]
    [InlineData(SigningServers.MediaType + " ; q=1.000")]
    [InlineData("application/json;q=0.9, " + SigningServers.MediaType)]
    [InlineData("application/json, " + SigningServers.MediaType)]
    [InlineData(SigningServers.MediaType + ", */*;q=0.5")]
    [InlineData(SigningServers.MediaType + ", application/json;q=0, */*")]
    [InlineData("text/html,," + SigningServers.MediaType)]
    public async Task A_client_that_names_the_media_type_gets_a_jwt(string accept)
    {
        var server = Signing();
        var answer = await SigningServers.AskAsync(server, (await SigningServers.PhotosAsync(server)).AccessToken, accept);
        Assert.Equal(SigningServers.MediaType, answer.MustBe(200).Header("Content-Type"));
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/*")]
    [InlineData("application/json")]
    [InlineData("application/jwt")]
    [InlineData(SigningServers.MediaType + ";q=0")]
    [InlineData(SigningServers.MediaType + ";q=0.000, */*")]
    [InlineData("application/json, " + SigningServers.MediaType + ";q=0.5")]
    [InlineData("*/*, " + SigningServers.MediaType + ";q=0.5")]
    [InlineData(SigningServers.MediaType + ";q=x")]
    [InlineData(SigningServers.MediaType + ";q=-1")]
    [InlineData(SigningServers.MediaType + ";q=1.1")]
    [InlineData(SigningServers.MediaType + ";q=NaN")]
    [InlineData(SigningServers.MediaType + ";q=")]
    [InlineData("application/token-introspection")]
    [InlineData("x" + SigningServers.MediaType)]
    [InlineData(";;,,;q=1")]
    [InlineData("")]
    public async Task Every_other_client_gets_json(string accept)
    {
        var server = Signing();
        (await SigningServers.AskAsync(server, (await SigningServers.PhotosAsync(server)).AccessToken, accept)).MustBeActive();
    }

    [Fact]
    public async Task Two_headers_are_one_list()
    {
        var server = Signing();
        var token = (await SigningServers.PhotosAsync(server)).AccessToken;
        var signed = await SigningServers.AskAsync(server, token, "text/html", SigningServers.MediaType);
        Assert.Equal(SigningServers.MediaType, signed.Header("Content-Type"));
        (await SigningServers.AskAsync(server, token, "application/json", SigningServers.MediaType + ";q=0.2")).MustBeActive();
    }

    [Fact]
    public async Task Without_the_header_the_answer_is_json()
    {
        var server = Signing();
        (await SigningServers.AskAsync(server, (await SigningServers.PhotosAsync(server)).AccessToken)).MustBeActive();
    }

    [Fact]
    public async Task A_refusal_is_json()
    {
        var server = Signing();
        (await server.IntrospectAsync([("token", "t")], ("Accept", SigningServers.MediaType))).MustRefuse("invalid_client", 401);
        (await server.IntrospectAsync([], Known.ApiBasic, ("Accept", SigningServers.MediaType))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_server_without_jwts_answers_in_json()
    {
        var server = Start();
        (await SigningServers.AskAsync(server, (await server.IssueAsync()).AccessToken, SigningServers.MediaType)).MustBeActive();
    }
}
