namespace OAuth2Server.Tests.Rfc7591;

/// <summary>How a registered client authenticates.</summary>
[RfcSection("RFC 7591", "2")]
public abstract class RegisteredMethods<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_client_that_names_no_method_gets_a_secret_for_the_header()
    {
        var server = Start(Registering.Open);
        var answer = (await server.RegisterAsync(Registering.Least)).MustBe(201);
        Assert.Equal("client_secret_basic", answer["token_endpoint_auth_method"]);
        (await server.IssueToAsync(answer)).MustIssue();
    }

    [Fact]
    public async Task A_client_uses_the_method_that_it_registered_and_no_other()
    {
        var server = Start(Registering.Open);
        var answer = (await server.RegisterAsync(
            Registering.With(Registering.Least, ("token_endpoint_auth_method", "\"client_secret_post\"")))).MustBe(201);
        var (id, secret) = (answer["client_id"]!, answer["client_secret"]!);
        Assert.Equal(ClientType.Confidential, (await FindAsync(server, id)).Type);
        (await server.TokenAsync(Known.Refresh("unknown").With("client_id", id), Known.RawBasic($"{id}:{secret}")))
            .MustRefuse("invalid_client", 401);
        (await server.IssueToAsync(answer, "a")).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_public_client_gets_no_secret()
    {
        var server = Start(Registering.Open);
        var answer = (await server.RegisterAsync(Registering.Public)).MustBe(201);
        Assert.Equal("none", answer["token_endpoint_auth_method"]);
        Assert.Null(answer["client_secret"]);
        Assert.False(answer.Json.TryGetProperty("client_secret_expires_at", out _));
        (await server.IssueToAsync(answer)).MustIssue();
    }

    [Theory]
    [InlineData("\"client_secret_jwt\"")]
    [InlineData("\"private_key_jwt\"")]
    [InlineData("\"made_up\"")]
    [InlineData("[\"none\"]")]
    public async Task A_method_that_the_server_does_not_have_is_refused(string method) =>
        (await Start(Registering.Open).RegisterAsync(Registering.With(Registering.Least, ("token_endpoint_auth_method", method))))
            .MustRefuse("invalid_client_metadata");

    private static async Task<Client> FindAsync(TestServer server, string id) =>
        (await server.Store.GetClientAsync(id, null!, TestContext.Current.CancellationToken))!;
}
