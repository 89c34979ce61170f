namespace OAuth2Server.Fapi2.Tests.Plan;

/// <summary>Proofs through a whole flow: their times, and the binding of the code to a key (RFC 9449 §10).</summary>
public sealed class DPoPFlowTests
{
    [Theory]
    [Module("ensure-dpopproof-with-iat-10seconds-before-succeeds"), Module("ensure-dpopproof-with-iat-10seconds-after-succeeds")]
    [InlineData(-10)]
    [InlineData(10)]
    public async Task A_proof_from_a_clock_that_differs_by_ten_seconds_is_accepted_everywhere(int seconds)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var push = client.Push();
        push.Proof = client.Proof("POST", client.Issuer + "/oauth2/par");
        push.Proof.Move(seconds, "iat");
        var requestUri = (await push.SendAsync()).Accepted(201).Text("request_uri");
        var received = Fapi2Client.Received(await client.VisitAsync(site.Server.NewBrowser(), client.AuthorizeUrl(requestUri)));

        var redeem = client.Redeem(received["code"]);
        redeem.Proof!.Move(seconds, "iat");
        var use = client.Use((await redeem.SendAsync()).Accepted().Text("access_token"));
        use.Proof!.Move(seconds, "iat");

        (await use.SendAsync()).Accepted();
    }

    [Fact, Module("check-dpop-proof-nbf-exp")]
    public async Task A_proof_may_have_nbf_and_exp()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var redeem = client.Redeem(await client.CodeAsync());
        AddTimes(redeem.Proof!);
        var use = client.Use((await redeem.SendAsync()).Accepted().Text("access_token"));
        AddTimes(use.Proof!);

        (await use.SendAsync()).Accepted();

        void AddTimes(SignedToken proof) => (proof.Claims["nbf"], proof.Claims["exp"]) = (client.Now, client.Now + 300);
    }

    [Theory, Module("access-token-type-header-case-sensitivity")]
    [InlineData("dPoP")]
    [InlineData("dpop")]
    [InlineData("DPOP")]
    public async Task The_case_of_the_scheme_does_not_matter_at_the_resource(string scheme)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var token = (await client.TokensAsync()).Text("access_token");
        var use = client.Use(token);
        use.Authorization = $"{scheme} {token}";

        (await use.SendAsync()).Accepted();
    }

    [Fact, Module("ensure-mismatched-dpop-jkt-fails")]
    public async Task A_push_whose_dpop_jkt_is_not_the_key_of_its_proof_is_refused()
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var push = client.Push(("dpop_jkt", ClientKey.NewEcdsa().Thumbprint()));
        push.Proof = client.Proof("POST", client.Issuer + "/oauth2/par");

        (await push.SendAsync()).Refused("invalid_dpop_proof");
    }

    [Theory]
    [Module("ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt"), Module("ensure-token-endpoint-fails-with-mismatched-dpop-jkt")]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_code_that_the_push_bound_to_a_key_is_refused_with_another_key(bool proof, bool parameter)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();
        var redeem = client.Redeem(await BoundCodeAsync(site, client, proof, parameter));
        client.ProofKey = ClientKey.NewEcdsa();
        redeem.Proof = client.Proof("POST", client.Issuer + "/oauth2/token");

        (await redeem.SendAsync()).Refused("invalid_grant");
    }

    [Theory, Module("ensure-dpopproof-at-par-endpoint-binding-success"), Module("ensure-dpop-auth-code-binding-success")]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_code_that_the_push_bound_to_a_key_is_accepted_with_it(bool proof, bool parameter)
    {
        await using var site = await Fapi2Site.StartAsync();
        var client = site.NewClient();

        (await client.Redeem(await BoundCodeAsync(site, client, proof, parameter)).SendAsync()).Accepted();
    }

    private static async Task<string> BoundCodeAsync(Fapi2Site site, Fapi2Client client, bool proof, bool parameter)
    {
        var push = client.Push(("dpop_jkt", parameter ? client.ProofKey.Thumbprint() : null));
        if (proof) push.Proof = client.Proof("POST", client.Issuer + "/oauth2/par");
        var url = client.AuthorizeUrl((await push.SendAsync()).Accepted(201).Text("request_uri"));
        return Fapi2Client.Received(await client.VisitAsync(site.Server.NewBrowser(), url))["code"];
    }
}
