namespace OAuth2Server.Tests.Rfc9449;

[RfcSection("RFC 9449", "7")]
[RfcSection("RFC 9449", "7.1")]
[RfcSection("RFC 9449", "7.2")]
public abstract class ProtectedResources<T> : ProtocolTests<T> where T : ITransport
{
    private readonly DPoPClientKey _key = new();

    [Theory]
    [InlineData("DPoP")]
    [InlineData("dpop")]
    [InlineData("DPOP")]
    public async Task A_bound_token_is_accepted_with_a_proof_in_its_scheme_in_any_case(string scheme)
    {
        var server = Start(ProofRequests.On);
        var token = await server.BoundTokenAsync(_key);
        var proof = _key.Prove("GET", ProofRequests.ResourceUrl, server.Clock.GetUtcNow(), token);
        Assert.Equal("web", (await server.UseAsync(token, proof, scheme)).MustBe(200)["client_id"]);
    }

    [Fact]
    public async Task A_bound_token_is_refused_as_a_bearer_token_with_and_without_the_proof()
    {
        var server = Start(ProofRequests.On);
        var token = await server.BoundTokenAsync(_key);
        foreach (var proof in new[] { null, _key.Prove("GET", ProofRequests.ResourceUrl, server.Clock.GetUtcNow(), token) })
        {
            var challenges = (await server.UseAsync(token, proof, "Bearer")).MustBe(401).Challenges();
            Assert.Contains("error=\"invalid_token\"", challenges[0], StringComparison.Ordinal);
            Assert.StartsWith("Bearer ", challenges[0], StringComparison.Ordinal);
            Assert.StartsWith("DPoP ", challenges[1], StringComparison.Ordinal);
            Assert.DoesNotContain("error", challenges[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_bound_token_is_refused_in_a_form()
    {
        var server = Start(ProofRequests.On);
        var token = await server.BoundTokenAsync(_key);
        var request = WireRequest.Post(Endpoint.Resource, [("access_token", token)]);
        (await server.SendAsync(request with
        {
            Headers = [("DPoP", _key.Prove("POST", ProofRequests.ResourceUrl, server.Clock.GetUtcNow(), token))],
        })).MustBe(401);
    }

    [Fact]
    public async Task A_token_that_is_not_bound_is_refused_in_the_scheme_dpop()
    {
        var server = Start(ProofRequests.On);
        var token = (await server.OwnTokenAsync()).MustIssue().AccessToken;
        (await server.UseAsync(token, _key)).MustChallenge("invalid_token");
        (await server.BearerAsync(token)).MustBe(200);
    }

    [Fact]
    public async Task A_bound_token_without_a_proof_or_with_that_of_another_key_is_refused()
    {
        var server = Start(ProofRequests.On);
        var token = await server.BoundTokenAsync(_key);
        (await server.UseAsync(token, (string?)null)).MustChallenge("invalid_dpop_proof");
        (await server.UseAsync(token, new DPoPClientKey())).MustChallenge("invalid_token");
        (await server.UseAsync(token, _key)).MustBe(200);
    }

    [Fact]
    public async Task The_proof_is_for_the_token_that_it_is_sent_with()
    {
        var server = Start(ProofRequests.On);
        var (token, other) = (await server.BoundTokenAsync(_key), await server.BoundTokenAsync(_key));
        var now = server.Clock.GetUtcNow();
        (await server.UseAsync(token, _key.Prove("GET", ProofRequests.ResourceUrl, now))).MustChallenge("invalid_dpop_proof");
        (await server.UseAsync(token, _key.Prove("GET", ProofRequests.ResourceUrl, now, other))).MustChallenge("invalid_dpop_proof");
    }

    [Fact]
    public async Task The_proof_is_for_the_method_and_the_address_of_the_request()
    {
        var server = Start(ProofRequests.On);
        var token = await server.BoundTokenAsync(_key);
        var now = server.Clock.GetUtcNow();
        (await server.UseAsync(token, _key.Prove("POST", ProofRequests.ResourceUrl, now, token))).MustChallenge("invalid_dpop_proof");
        (await server.UseAsync(token, _key.Prove("GET", ProofRequests.TokenUrl, now, token))).MustChallenge("invalid_dpop_proof");
        (await server.UseAsync(token, _key.Prove("GET", ProofRequests.ResourceUrl + "?a=1", now, token))).MustBe(200);
    }

    [Fact]
    public async Task The_address_has_the_scheme_and_host_of_the_resource_where_it_has_an_identifier()
    {
        var server = Start(s =>
        {
            ProofRequests.On(s);
            s.Resource = Known.Photos;
        });
        var token = await server.BoundTokenAsync(_key);
        (await server.UseAsync(token, _key)).MustChallenge("invalid_dpop_proof");
        var proof = _key.Prove("GET", "https://photos.example.com/resource/", server.Clock.GetUtcNow(), token);
        (await server.UseAsync(token, proof)).MustBe(200);
    }

    [Fact]
    public async Task Too_little_scope_is_answered_in_the_scheme_of_the_token()
    {
        var server = Start(ProofRequests.On);
        var token = (await server.TokenAsync(
            Known.ClientCredentials.With("scope", "a"), Known.WebBasic, server.ForToken(_key))).MustIssue().AccessToken;
        var proof = _key.Prove("GET", ProofRequests.ResourceUrl + "c", server.Clock.GetUtcNow(), token);
        var answer = await server.UseAsync(token, proof, scope: "c");
        answer.MustChallenge("insufficient_scope", 403);
        Assert.Single(answer.Challenges());
        Assert.Contains("scope=\"c\"", answer.Challenges()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_token_gets_a_challenge_for_each_scheme()
    {
        var server = Start(ProofRequests.On);
        var challenges = (await server.SendAsync(new(Endpoint.Resource, "GET"))).MustBe(401).Challenges();
        Assert.Equal(
            ["Bearer realm=\"https://auth.example.com\"", "DPoP realm=\"https://auth.example.com\", algs=\"ES256 ES384 PS256\""],
            challenges);
    }

    [Fact]
    public async Task A_resource_that_requires_it_refuses_bearer_tokens_and_challenges_for_dpop_alone()
    {
        var server = Start(ProofRequests.On);
        var free = (await server.OwnTokenAsync()).MustIssue().AccessToken;
        var strict = Start(s =>
        {
            s.DPoP = new() { RequireProof = true };
            s.Model = server.Store;
        });
        var refused = await strict.BearerAsync(free);
        refused.MustChallenge("invalid_token");
        Assert.Single(refused.Challenges());
        Assert.StartsWith("DPoP ", Assert.Single((await strict.SendAsync(new(Endpoint.Resource, "GET"))).Challenges()),
            StringComparison.Ordinal);
        (await strict.UseAsync(await strict.BoundTokenAsync(_key), _key)).MustBe(200);
    }

    [Fact]
    public async Task A_resource_without_it_refuses_bound_tokens_and_does_not_read_the_scheme()
    {
        var server = Start(ProofRequests.On);
        var token = await server.BoundTokenAsync(_key);
        var plain = Start(s => s.Model = server.Store);
        (await plain.BearerAsync(token)).MustBe(401);
        var unread = (await plain.UseAsync(token, _key)).MustBe(401);
        Assert.Equal("Bearer realm=\"https://auth.example.com\"", Assert.Single(unread.Challenges()));
    }
}
