namespace OAuth2Server.Tests.Rfc7592;

/// <summary>A client deletes its registration, and with it its access.</summary>
[RfcSection("RFC 7592", "2.3")]
public abstract class DeletingARegistration<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_deleted_client_and_its_tokens_are_refused()
    {
        var server = Start(Registering.Open);
        var client = await server.RegisterAsync(
            Registering.With(Registering.Public, ("grant_types", """["authorization_code","refresh_token"]""")));
        var tokens = (await server.IssueToAsync(client)).MustIssue();
        Assert.True(await server.IsAliveAsync(tokens.AccessToken));

        var answer = (await server.ManageAsync("DELETE", client)).MustBe(204);
        Assert.Empty(answer.Body);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.False(await server.IsAliveAsync(tokens.AccessToken));
        (await server.TokenAsync(Known.Refresh(tokens.RefreshToken).With("client_id", client["client_id"]!)))
            .MustRefuse("invalid_client", 401);
        foreach (var method in (string[])["GET", "DELETE"]) (await server.ManageAsync(method, client)).MustRefuse("invalid_token", 401);
    }

    [Fact]
    public async Task Another_client_deletes_nothing()
    {
        var server = Start(Registering.Open);
        var (mine, other) = (await server.RegisterAsync(Registering.Public), await server.RegisterAsync(Registering.Public));
        (await server.ManageAsync(
            "DELETE", mine["registration_client_uri"]!, null, ("Authorization", "Bearer " + other["registration_access_token"])))
            .MustRefuse("invalid_token", 401);
        (await server.ManageAsync("GET", mine)).MustBe(200);
    }
}
