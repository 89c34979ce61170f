namespace OAuth2Server.Tests.Core;

/// <summary>Anyone can make keys and proofs, and name a public client: this must not fill the store of used proofs.</summary>
[RfcSection("RFC 9449", "11.1")]
public sealed class ProofRows
{
    private const string PushUrl = Known.Issuer + "/oauth2/par";

    private readonly Setup _setup = new() { DPoP = new() };

    [Fact]
    public async Task A_token_request_that_is_refused_leaves_no_row()
    {
        await using var server = new TestServer(_setup, InProcess.Start(_setup));
        for (var i = 0; i < 50; i++)
        {
            var proof = ("DPoP", new DPoPClientKey().Prove("POST", Known.Issuer + "/oauth2/token", _setup.Clock.GetUtcNow()));
            (await server.TokenAsync(Known.Redemption("invented"), proof)).MustRefuse("invalid_grant");
            (await server.TokenAsync(Known.Refresh("invented"), proof)).MustRefuse("invalid_grant");
            (await server.TokenAsync(Known.Redemption("x").With("client_id", "unknown"), proof)).MustRefuse("invalid_client", 401);
        }
        Assert.Equal(0, _setup.Replays.Count);
    }

    [Fact]
    [RfcSection("RFC 9126", "2")]
    public async Task Pushed_requests_of_a_public_client_that_are_too_many_leave_no_row()
    {
        await using var server = new TestServer(_setup, InProcess.Start(_setup));
        var key = new DPoPClientKey();
        var statuses = new List<int>();
        for (var i = 0; i < 520; i++)
        {
            var proof = ("DPoP", key.Prove("POST", PushUrl, _setup.Clock.GetUtcNow()));
            statuses.Add((await server.PushAsync(Known.Authorization, proof)).Status);
        }
        Assert.Equal(429, statuses[^1]);
        Assert.Equal(statuses.Count(status => status == 201), _setup.Replays.Count);
    }

    [Fact]
    [RfcSection("RFC 9126", "2")]
    public async Task A_pushed_request_that_is_refused_leaves_no_row()
    {
        await using var server = new TestServer(_setup, InProcess.Start(_setup));
        var proof = ("DPoP", new DPoPClientKey().Prove("POST", PushUrl, _setup.Clock.GetUtcNow()));
        (await server.PushAsync(Known.Authorization.With("redirect_uri", "https://attacker.example/"), proof)).MustBe(400);
        (await server.PushAsync(Known.Authorization.With("client_id", "unknown"), proof)).MustBe(401);
        Assert.Equal(0, _setup.Replays.Count);
        (await server.PushAsync(Known.Authorization, proof)).MustBe(201);
        Assert.Equal(1, _setup.Replays.Count);
    }
}
