namespace OAuth2Server.Tests.Rfc9449;

[RfcSection("RFC 9449", "11.1")]
public abstract class Replays<T> : ProtocolTests<T> where T : ITransport
{
    private readonly DPoPClientKey _key = new();

    [Fact]
    public async Task A_proof_is_used_once_at_the_token_endpoint_also_by_another_client()
    {
        var server = Start(ProofRequests.On);
        var code = await server.CodeAsync();
        var proof = server.ForToken(_key);
        (await server.OwnTokenAsync(proof)).MustIssue();
        (await server.OwnTokenAsync(proof)).MustRefuse("invalid_dpop_proof");
        (await server.TokenAsync(Known.Redemption(code), proof)).MustRefuse("invalid_dpop_proof");
        (await server.TokenAsync(Known.Redemption(code), server.ForToken(_key))).MustIssue();
    }

    [Fact]
    public async Task A_proof_is_used_once_at_a_resource()
    {
        var server = Start(ProofRequests.On);
        var token = await server.BoundTokenAsync(_key);
        var proof = _key.Prove("GET", ProofRequests.ResourceUrl, server.Clock.GetUtcNow(), token);
        (await server.UseAsync(token, proof)).MustBe(200);
        (await server.UseAsync(token, proof)).MustChallenge("invalid_dpop_proof");
    }

    [Theory]
    [InlineData(-60, 0)]
    [InlineData(0, 60)]
    [InlineData(60, 120)]
    public async Task A_used_proof_is_remembered_for_as_long_as_it_could_pass(int issued, int replayed)
    {
        var server = Start(ProofRequests.On);
        var proof = ("DPoP", _key.Prove("POST", ProofRequests.TokenUrl, server.Clock.GetUtcNow().AddSeconds(issued)));
        (await server.OwnTokenAsync(proof)).MustIssue();
        server.Clock.Advance(TimeSpan.FromSeconds(replayed));
        (await server.OwnTokenAsync(proof)).MustRefuse("invalid_dpop_proof");
    }

    [Fact]
    public async Task The_same_identifier_may_be_used_by_another_key_and_by_a_refused_proof_before()
    {
        var server = Start(ProofRequests.On);
        (string, string) Proof(DPoPClientKey key, string method) =>
            ("DPoP", key.Prove(method, ProofRequests.TokenUrl, server.Clock.GetUtcNow(), claims: claims => claims["jti"] = "same"));
        (await server.OwnTokenAsync(Proof(_key, "GET"))).MustRefuse("invalid_dpop_proof");
        (await server.OwnTokenAsync(Proof(_key, "POST"))).MustIssue();
        (await server.OwnTokenAsync(Proof(new DPoPClientKey(), "POST"))).MustIssue();
        (await server.OwnTokenAsync(Proof(_key, "POST"))).MustRefuse("invalid_dpop_proof");
    }

    [Fact]
    public async Task A_request_that_is_refused_for_another_reason_does_not_use_up_its_proof()
    {
        var server = Start(ProofRequests.On);
        var proof = server.ForToken(_key);
        (await server.TokenAsync(Known.Redemption("invented"), proof)).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Refresh("invented"), proof)).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.ClientCredentials.Also("scope", "unknown"), Known.WebBasic, proof)).MustRefuse("invalid_scope");
        (await server.OwnTokenAsync(proof)).MustIssue();
        (await server.OwnTokenAsync(proof)).MustRefuse("invalid_dpop_proof");
    }

    [Fact]
    public async Task A_request_that_arrives_twice_with_one_proof_is_no_second_use_of_its_code()
    {
        var server = Start(ProofRequests.On);
        var (code, proof) = (await server.CodeAsync(), server.ForToken(_key));
        var issued = (await server.TokenAsync(Known.Redemption(code), proof)).MustIssue();
        (await server.TokenAsync(Known.Redemption(code), proof)).MustRefuse("invalid_dpop_proof");
        (await server.UseAsync(issued.AccessToken, _key)).MustBe(200);
        // With a new proof it is one.
        (await server.TokenAsync(Known.Redemption(code), server.ForToken(_key))).MustRefuse("invalid_grant");
        (await server.UseAsync(issued.AccessToken, _key)).MustChallenge("invalid_token");
    }

    [Fact]
    public async Task Of_many_refreshes_with_one_proof_at_the_same_time_one_gets_tokens_and_none_revokes_them()
    {
        var server = Start(ProofRequests.On);
        var (refresh, proof) = (Known.Refresh((await server.RedeemAsync(_key)).RefreshToken), server.ForToken(_key));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => server.TokenAsync(refresh, proof))));
        var issued = Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.MustRefuse("invalid_dpop_proof"));
        (await server.UseAsync(issued.AccessToken, _key)).MustBe(200);
    }

    [Fact]
    public async Task Of_many_requests_with_one_proof_at_the_same_time_one_gets_a_token()
    {
        var server = Start(ProofRequests.On);
        var proof = server.ForToken(_key);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => server.OwnTokenAsync(proof))));
        Assert.Single(answers, answer => answer.Status == 200);
    }
}
