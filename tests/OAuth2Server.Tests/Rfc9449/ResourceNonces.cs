namespace OAuth2Server.Tests.Rfc9449;

[RfcSection("RFC 9449", "9")]
public abstract class ResourceNonces<T> : ProtocolTests<T> where T : ITransport
{
    private readonly DPoPClientKey _key = new();

    [Fact]
    public async Task A_proof_without_a_nonce_is_refused_with_a_nonce_to_use_and_a_success_has_a_fresh_one()
    {
        var server = Start(ProofRequests.With(o => o.RequireNonce = true));
        var nonce = (await server.OwnTokenAsync(server.ForToken(_key))).Header("DPoP-Nonce");
        var token = (await server.OwnTokenAsync(server.ForToken(_key, nonce))).MustIssue().AccessToken;

        var refused = await server.UseAsync(token, _key);
        refused.MustChallenge("use_dpop_nonce");
        nonce = refused.Header("DPoP-Nonce");
        Assert.NotNull(nonce);
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        var fresh = (await server.UseAsync(token, _key, nonce)).MustBe(200).Header("DPoP-Nonce");
        Assert.NotNull(fresh);
        (await server.UseAsync(token, _key, fresh)).MustBe(200);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        (await server.UseAsync(token, _key, nonce)).MustChallenge("use_dpop_nonce");
    }
}
