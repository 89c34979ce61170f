namespace OAuth2Server.Tests.Rfc6749;

/// <summary>
/// §2.3.1, §5.2: a refusal does not show whether a client exists. The work is counted and not the time: calls of the model, and writes
/// of the count, which take longest. The hash of the presented secret is computed for each.
/// </summary>
[RfcSection("RFC 6749", "2.3.1")]
[RfcSection("RFC 6749", "5.2")]
public abstract class ClientExistence<T> : ProtocolTests<T> where T : ITransport
{
    [Theory]
    [InlineData("web", "getClient", "verifyClientSecret", "addFailure")]
    [InlineData("app", "getClient", "addFailure")]
    [InlineData("unknown", "getClient", "addFailure")]
    public async Task The_first_wrong_secret_costs_one_look_up_and_one_count_whether_the_client_exists_or_not(
        string clientId, params string[] expected)
    {
        var (server, calls, _) = StartCounting();
        var answer = (await SendAsync(server, clientId)).MustRefuse("invalid_client", 401);
        Assert.Equal(expected, calls);

        var elsewhere = (await SendAsync(StartCounting().Server, "also-unknown")).MustRefuse("invalid_client", 401);
        Assert.Equal(elsewhere.Text, answer.Text);
        Assert.Equal(elsewhere.Header("WWW-Authenticate"), answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task All_unknown_clients_of_a_network_have_one_count()
    {
        var (server, calls, model) = StartCounting();
        for (var i = 0; i < 11; i++) (await SendAsync(server, $"unknown-{i}")).MustRefuse("invalid_client", 401);
        Assert.Equal(11, Assert.Single(model.Counted.Failures).Value);

        // Blocked: neither counted nor written, and 401 all the same, after which a client registers again.
        calls.Clear();
        for (var i = 0; i < 5; i++) (await SendAsync(server, $"further-{i}")).MustRefuse("invalid_client", 401);
        Assert.Equal(Enumerable.Repeat("getClient", 5), calls);
    }

    [Fact]
    public async Task Failures_of_unknown_clients_block_no_client_that_exists()
    {
        var (server, _, _) = StartCounting();
        for (var i = 0; i < 15; i++) (await SendAsync(server, $"unknown-{i}")).MustRefuse("invalid_client", 401);
        (await server.SecretAsync(Known.WebSecret)).MustIssue();
    }

    private (TestServer Server, List<string> Calls, CountingModel Model) StartCounting()
    {
        List<string> calls = [];
        CountingModel? model = null;
        var server = Start(setup => setup.Model = model = new CountingModel(setup.Store) { OnCall = calls.Add });
        return (server, calls, model!);
    }

    private static Task<Answer> SendAsync(TestServer server, string clientId) =>
        server.SendAsync(WireRequest.Post(Endpoint.Token, Known.ClientCredentials) with
        {
            Headers = [Known.Basic(clientId, "wrong")],
            From = Guesses.Thief,
        });
}
