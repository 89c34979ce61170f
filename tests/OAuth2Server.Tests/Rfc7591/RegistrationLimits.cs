using System.Net;

namespace OAuth2Server.Tests.Rfc7591;

/// <summary>Registrations that anyone can send do not fill the store.</summary>
[RfcSection("RFC 7591", "5")]
public abstract class RegistrationLimits<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task The_registrations_of_a_network_are_limited_and_not_those_of_another()
    {
        var server = Start(Registering.Open);
        for (var i = 0; i < 31; i++) (await SendAsync(server, "203.0.113.7")).MustBe(201);
        var refused = (await SendAsync(server, "203.0.113.7")).MustRefuse("temporarily_unavailable", 429);
        Assert.NotNull(refused.Header("Retry-After"));
        (await SendAsync(server, "203.0.113.8")).MustBe(201);

        server.Clock.Advance(TimeSpan.FromMinutes(16));
        (await SendAsync(server, "203.0.113.7")).MustBe(201);
    }

    [Fact]
    public async Task A_client_that_gets_no_token_in_time_is_removed()
    {
        var server = Start(Registering.Open);
        var (unused, used) = (await server.RegisterAsync(Registering.Public), await server.RegisterAsync(Registering.Public));
        var tokens = (await server.IssueToAsync(used)).MustIssue();

        server.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        await PruneAsync(server);
        (await server.ManageAsync("GET", unused)).MustBe(200);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await PruneAsync(server);
        (await server.ManageAsync("GET", unused)).MustRefuse("invalid_token", 401);
        (await server.TokenAsync(Known.Redemption("x").With("client_id", unused["client_id"]!))).MustRefuse("invalid_client", 401);

        (await server.ManageAsync("GET", used)).MustBe(200);
        Assert.NotNull(tokens.AccessToken);
    }

    [Fact]
    public async Task Without_a_limit_every_client_stays()
    {
        var server = Start(s =>
        {
            Registering.Open(s);
            s.Options.ClientRegistration.UnusedAfter = null;
        });
        var answer = await server.RegisterAsync(Registering.Public);
        server.Clock.Advance(TimeSpan.FromDays(4000));
        await PruneAsync(server);
        (await server.ManageAsync("GET", answer)).MustBe(200);
    }

    [Fact]
    public async Task Without_a_limit_the_model_in_memory_holds_a_bounded_number_all_the_same()
    {
        var server = Start(s =>
        {
            Registering.Open(s);
            s.Options.ClientRegistration.UnusedAfter = null;
        });
        var first = await server.RegisterAsync(Registering.Public);
        var ct = TestContext.Current.CancellationToken;
        for (var i = 0; i < 10_000; i++)
        {
            await server.Store.SaveRegistrationAsync(
                new()
                {
                    Client = new() { Id = $"flood-{i}", Type = ClientType.Public },
                    AccessToken = SecretHash.Of($"token-{i}"),
                    RegisteredAt = server.Clock.GetUtcNow(),
                },
                Records.Context(server.Clock.GetUtcNow()), ct);
        }
        (await server.ManageAsync("GET", first)).MustRefuse("invalid_token", 401);
        Assert.NotNull(await server.Store.GetClientAsync("flood-9999", Records.Context(server.Clock.GetUtcNow()), ct));
        Assert.NotNull(await server.Store.GetClientAsync("app", Records.Context(server.Clock.GetUtcNow()), ct));
    }

    private static async Task PruneAsync(TestServer server) =>
        await server.Store.PruneAsync(server.Clock.GetUtcNow(), 1000, TestContext.Current.CancellationToken);

    private static Task<Answer> SendAsync(TestServer server, string from) => server.SendAsync(new(Endpoint.Registration, "POST")
    {
        Path = Known.Registration,
        ContentType = "application/json",
        Body = System.Text.Encoding.UTF8.GetBytes(Registering.Public),
        From = IPAddress.Parse(from),
    });
}
