using Microsoft.Extensions.Logging;

namespace OAuth2Server.Tests.Rfc9449;

[RfcSection("RFC 9449", "8")]
[RfcSection("RFC 9449", "8.1")]
[RfcSection("RFC 9449", "8.2")]
public abstract class ServerNonces<T> : ProtocolTests<T> where T : ITransport
{
    private readonly DPoPClientKey _key = new();

    private TestServer Server() => Start(ProofRequests.With(o => o.RequireNonce = true));

    [Fact]
    public async Task A_proof_without_a_nonce_is_refused_with_a_nonce_to_use()
    {
        var server = Server();
        var refused = (await server.OwnTokenAsync(server.ForToken(_key))).MustRefuse("use_dpop_nonce");
        var nonce = refused.Header("DPoP-Nonce");
        Assert.Matches("^[A-Za-z0-9_-]+$", nonce);
        (await server.OwnTokenAsync(server.ForToken(_key, nonce))).MustIssue();
        // Without proofs there are no nonces.
        Assert.Null((await server.OwnTokenAsync()).MustIssue().Header("DPoP-Nonce"));
    }

    [Fact]
    public async Task The_challenge_consumes_neither_the_code_nor_the_refresh_token_also_beside_a_wrong_verifier()
    {
        var server = Server();
        var code = await server.CodeAsync();
        var wrong = Known.Redemption(code).With("code_verifier", new string('v', 43));
        (await server.TokenAsync(wrong, server.ForToken(_key))).MustRefuse("use_dpop_nonce");
        var refused = (await server.TokenAsync(Known.Redemption(code), server.ForToken(_key))).MustRefuse("use_dpop_nonce");
        var nonce = refused.Header("DPoP-Nonce");
        var issued = (await server.TokenAsync(Known.Redemption(code), server.ForToken(_key, nonce))).MustIssue();
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken), server.ForToken(_key))).MustRefuse("use_dpop_nonce");
        var next = (await server.TokenAsync(Known.Refresh(issued.RefreshToken), server.ForToken(_key, nonce))).MustIssue();
        (await server.TokenAsync(Known.Refresh(next.RefreshToken), server.ForToken(_key, nonce))).MustIssue();
    }

    [Fact]
    public async Task The_demand_for_a_nonce_is_a_step_of_the_flow_and_no_refusal_in_the_log_and_the_events()
    {
        using var log = new CapturedLog();
        var told = new RecordedEvents();
        var server = Start(s =>
        {
            ProofRequests.With(o => o.RequireNonce = true)(s);
            s.Logging = log;
            s.Events.Add(told);
        });
        var nonce = (await server.OwnTokenAsync(server.ForToken(_key))).MustRefuse("use_dpop_nonce").Header("DPoP-Nonce");
        Assert.Empty(told.All);
        Assert.Equal((LogLevel.Debug, "Refused"), Assert.Single(log.Events, e => e.Event == "Refused"));

        var token = (await server.OwnTokenAsync(server.ForToken(_key, nonce))).MustIssue().AccessToken;
        (await server.UseAsync(token, _key)).MustChallenge("use_dpop_nonce");
        Assert.Equal([LogLevel.Debug, LogLevel.Debug], log.Events.Where(e => e.Event == "Refused").Select(e => e.Level));

        // A wrong proof stays a refusal.
        (await server.OwnTokenAsync(("DPoP", "x"))).MustRefuse("invalid_dpop_proof");
        Assert.Contains((LogLevel.Information, "Refused"), log.Events);
        Assert.Equal("invalid_dpop_proof", told.All.OfType<OAuthEvent.RequestRefused>().Single().Error);
    }

    [Fact]
    public async Task An_old_nonce_that_is_valid_is_accepted_and_the_answer_has_a_fresh_one()
    {
        var server = Server();
        var nonce = (await server.OwnTokenAsync(server.ForToken(_key))).Header("DPoP-Nonce")!;
        server.Clock.Advance(TimeSpan.FromMinutes(4));
        var fresh = (await server.OwnTokenAsync(server.ForToken(_key, nonce))).MustIssue().Header("DPoP-Nonce");
        Assert.NotNull(fresh);
        Assert.NotEqual(nonce, fresh);
        server.Clock.Advance(TimeSpan.FromSeconds(61));
        var refused = (await server.OwnTokenAsync(server.ForToken(_key, nonce))).MustRefuse("use_dpop_nonce");
        Assert.NotNull(refused.Header("DPoP-Nonce"));
        (await server.OwnTokenAsync(server.ForToken(_key, fresh))).MustIssue();
    }

    [Fact]
    public async Task The_nonce_of_another_server_and_an_invented_one_are_refused()
    {
        var server = Server();
        var other = Start(ProofRequests.With(o => o.RequireNonce = true));
        var foreign = (await other.OwnTokenAsync(other.ForToken(_key))).Header("DPoP-Nonce")!;
        foreach (var nonce in new[] { foreign, "x", "eyJ7S_zG.eyJH0-Z.HX4w-7v", new string('A', 32), new string('A', 2000) })
            (await server.OwnTokenAsync(server.ForToken(_key, nonce))).MustRefuse("use_dpop_nonce");
    }

    [Fact]
    public async Task The_clock_of_a_client_with_a_nonce_does_not_count()
    {
        var server = Server();
        var nonce = (await server.OwnTokenAsync(server.ForToken(_key))).Header("DPoP-Nonce")!;
        foreach (var hours in new[] { -1, 1 })
        {
            var proof = _key.Prove("POST", ProofRequests.TokenUrl, server.Clock.GetUtcNow().AddHours(hours), nonce: nonce);
            (await server.OwnTokenAsync(("DPoP", proof))).MustIssue();
            // But it is used up, for as long as its nonce is valid.
            server.Clock.Advance(TimeSpan.FromMinutes(2));
            (await server.OwnTokenAsync(("DPoP", proof))).MustRefuse("invalid_dpop_proof");
        }
    }

    [Fact]
    public async Task A_server_that_requires_none_refuses_a_nonce_that_it_did_not_make()
    {
        var server = Start(ProofRequests.On);
        var refused = (await server.OwnTokenAsync(server.ForToken(_key, "x"))).MustRefuse("use_dpop_nonce");
        (await server.OwnTokenAsync(server.ForToken(_key, refused.Header("DPoP-Nonce")))).MustIssue();
        Assert.Null((await server.OwnTokenAsync(server.ForToken(_key))).MustIssue().Header("DPoP-Nonce"));
    }
}
