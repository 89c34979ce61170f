namespace OAuth2Server.Tests.Rfc7592;

/// <summary>A client reads its registration, with its own token only.</summary>
[RfcSection("RFC 7592", "2.1")]
[RfcSection("RFC 7592", "3")]
public abstract class ReadingARegistration<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_client_reads_what_is_registered_without_its_secret()
    {
        var server = Start(Registering.Open);
        var registered = await server.RegisterAsync(Registering.Least);
        var read = (await server.ManageAsync("GET", registered)).MustBe(200);
        Assert.Equal("no-store", read.Header("Cache-Control"));
        Assert.Equal(registered.Again(("client_secret", null)), read.Again());
        Assert.Equal(registered["registration_access_token"], read["registration_access_token"]);
        Assert.Equal(registered["registration_client_uri"], read["registration_client_uri"]);
        // The server has only its hash.
        Assert.Null(read["client_secret"]);
    }

    [Fact]
    public async Task The_token_of_another_client_and_a_wrong_one_are_refused_alike()
    {
        var server = Start(Registering.Open);
        var (mine, other) = (await server.RegisterAsync(Registering.Least), await server.RegisterAsync(Registering.Least));
        var address = mine["registration_client_uri"]!;
        string[] answers =
        [
            .. await Task.WhenAll(
                RefusedAsync(server, address, other["registration_access_token"]!),
                RefusedAsync(server, address, mine["registration_access_token"] + "x"),
                RefusedAsync(server, address, mine["client_secret"]!),
                RefusedAsync(server, $"{Known.Issuer}{Known.Registration}/unknown", mine["registration_access_token"]!),
                // Clients of the operator have no registration.
                RefusedAsync(server, $"{Known.Issuer}{Known.Registration}/app", mine["registration_access_token"]!)),
        ];
        Assert.Single(answers.Distinct());
        (await server.ManageAsync("GET", mine)).MustBe(200);
    }

    [Fact]
    public async Task A_request_without_token_gets_the_bare_challenge()
    {
        var server = Start(Registering.Open);
        var answer = await server.ManageAsync("GET", (await server.RegisterAsync(Registering.Least))["registration_client_uri"]!, null);
        Assert.Equal(401, answer.Status);
        Assert.Equal($"Bearer realm=\"{Known.Issuer}\"", answer.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task Another_method_is_refused(string method)
    {
        var server = Start(Registering.Open);
        var answer = (await server.ManageAsync(method, await server.RegisterAsync(Registering.Least), "{}"))
            .MustRefuse("invalid_request", 405);
        Assert.Equal("GET, PUT, DELETE", answer.Header("Allow"));
    }

    [Fact]
    public async Task A_client_that_the_operator_removed_cannot_read()
    {
        var server = Start(Registering.Open);
        var answer = await server.RegisterAsync(Registering.Least);
        server.Store.RemoveClient(answer["client_id"]!);
        (await server.ManageAsync("GET", answer)).MustRefuse("invalid_token", 401);
    }

    private static async Task<string> RefusedAsync(TestServer server, string address, string token)
    {
        var answer = await server.ManageAsync("GET", address, null, ("Authorization", "Bearer " + token));
        return answer.MustRefuse("invalid_token", 401).Text;
    }
}
