namespace OAuth2Server.Tests.Rfc9449;

[RfcSection("RFC 9449", "5")]
[RfcSection("RFC 9449", "5.1")]
[RfcSection("RFC 9449", "5.2")]
public abstract class BoundTokens<T> : ProtocolTests<T> where T : ITransport
{
    private readonly DPoPClientKey _key = new();
    private readonly DPoPClientKey _other = new();

    [Fact]
    public async Task A_token_request_with_a_proof_gets_a_token_of_the_type_dpop_and_one_without_a_bearer_token()
    {
        var server = Start(ProofRequests.On);
        Assert.Equal("DPoP", (await server.OwnTokenAsync(server.ForToken(_key))).MustIssue()["token_type"]);
        Assert.Equal("Bearer", (await server.OwnTokenAsync()).MustIssue()["token_type"]);
        Assert.Equal("DPoP", (await server.RedeemAsync(_key))["token_type"]);
    }

    [Fact]
    public async Task A_server_without_it_ignores_the_header_and_its_metadata_does_not_name_it()
    {
        var server = Start();
        Assert.Equal("Bearer", (await server.OwnTokenAsync(("DPoP", "x"))).MustIssue()["token_type"]);
        Assert.False((await server.MetadataAsync()).Json.TryGetProperty("dpop_signing_alg_values_supported", out _));
    }

    [Fact]
    public async Task The_metadata_names_the_algorithms()
    {
        var server = Start(ProofRequests.With(o => o.Algorithms = ["PS256", "ES256"]));
        var listed = (await server.MetadataAsync()).MustBe(200).Json.GetProperty("dpop_signing_alg_values_supported");
        Assert.Equal(["PS256", "ES256"], listed.EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task A_client_that_is_registered_for_bound_tokens_gets_none_without_a_proof()
    {
        var server = Start(s =>
        {
            ProofRequests.On(s);
            s.Store.AddClient(Known.Web with { DPoPBoundAccessTokens = true }, Known.WebSecret);
        });
        (await server.OwnTokenAsync()).MustRefuse("invalid_request");
        (await server.OwnTokenAsync(server.ForToken(_key))).MustIssue();
    }

    [Fact]
    [RfcSection("RFC 8705", "3.4")]
    public async Task A_client_that_is_registered_for_bound_tokens_gets_none_from_a_server_that_does_not_bind_them()
    {
        foreach (var client in (Client[])
        [
            Known.Web with { DPoPBoundAccessTokens = true }, Known.Web with { TlsClientCertificateBoundAccessTokens = true },
        ])
        {
            var server = Start(s => s.Store.AddClient(client, Known.WebSecret));
            (await server.OwnTokenAsync()).MustRefuse("invalid_request");
            (await server.OwnTokenAsync(server.ForToken(_key))).MustRefuse("invalid_request");
        }
        var other = Start(s =>
        {
            ProofRequests.On(s);
            s.Store.AddClient(Known.Web with { TlsClientCertificateBoundAccessTokens = true }, Known.WebSecret);
        });
        (await other.OwnTokenAsync()).MustRefuse("invalid_request");
        (await other.OwnTokenAsync(other.ForToken(_key))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_client_that_is_registered_for_tokens_of_two_bindings_gets_none()
    {
        var server = Start(s =>
        {
            ProofRequests.On(s);
            s.Store.AddClient(
                Known.Web with { DPoPBoundAccessTokens = true, TlsClientCertificateBoundAccessTokens = true }, Known.WebSecret);
        });
        (await server.OwnTokenAsync(server.ForToken(_key))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task A_server_can_require_proofs_of_all_clients()
    {
        var server = Start(ProofRequests.With(o => o.RequireProof = true));
        (await server.OwnTokenAsync()).MustRefuse("invalid_request");
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_request");
        (await server.TokenAsync(Known.Redemption(code), server.ForToken(_key))).MustIssue();
    }

    [Fact]
    public async Task The_refresh_token_of_a_public_client_needs_the_same_key()
    {
        var server = Start(ProofRequests.On);
        var first = await server.RedeemAsync(_key);
        (await server.TokenAsync(Known.Refresh(first.RefreshToken))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Refresh(first.RefreshToken), server.ForToken(_other))).MustRefuse("invalid_grant");
        // Nothing was consumed.
        var second = (await server.TokenAsync(Known.Refresh(first.RefreshToken), server.ForToken(_key))).MustIssue();
        Assert.Equal("DPoP", second["token_type"]);
        // A lost answer is repeated for the same key only.
        (await server.TokenAsync(Known.Refresh(first.RefreshToken), server.ForToken(_other))).MustRefuse("invalid_grant");
        var again = (await server.TokenAsync(Known.Refresh(first.RefreshToken), server.ForToken(_key))).MustIssue();
        Assert.Equal(second.Text, again.Text);
    }

    [Fact]
    [RfcSection("RFC 9700", "4.14.2")]
    public async Task A_consumed_refresh_token_with_another_key_or_none_revokes_nothing_and_with_its_key_it_does()
    {
        var server = Start(ProofRequests.On);
        var first = await server.RedeemAsync(_key);
        var second = (await server.TokenAsync(Known.Refresh(first.RefreshToken), server.ForToken(_key))).MustIssue();
        (await server.TokenAsync(Known.Refresh(second.RefreshToken), server.ForToken(_key))).MustIssue();
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        (await server.TokenAsync(Known.Refresh(first.RefreshToken), server.ForToken(_other))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Refresh(first.RefreshToken))).MustRefuse("invalid_grant");
        (await server.UseAsync(second.AccessToken, _key)).MustBe(200);
        (await server.TokenAsync(Known.Refresh(first.RefreshToken), server.ForToken(_key))).MustRefuse("invalid_grant");
        (await server.UseAsync(second.AccessToken, _key)).MustChallenge("invalid_token");
    }

    [Fact]
    public async Task The_refresh_token_of_a_confidential_client_is_not_bound_and_its_access_token_has_the_key_of_now()
    {
        var server = Start(ProofRequests.On);
        var code = await server.CodeAsync(Known.WebAuthorization);
        var first = (await server.TokenAsync(Known.WebRedemption(code), Known.WebBasic, server.ForToken(_key))).MustIssue();
        Parameters refresh = [("grant_type", "refresh_token"), ("refresh_token", first.RefreshToken)];
        var second = (await server.TokenAsync(refresh, Known.WebBasic, server.ForToken(_other))).MustIssue();
        (await server.UseAsync(second.AccessToken, _other)).MustBe(200);
        (await server.UseAsync(second.AccessToken, _key)).MustChallenge("invalid_token");
        (await server.UseAsync(first.AccessToken, _key)).MustBe(200);
    }

    [Fact]
    public async Task The_answer_of_a_refresh_is_repeated_for_the_key_that_its_token_is_bound_to()
    {
        var server = Start(ProofRequests.On);
        var code = await server.CodeAsync(Known.WebAuthorization);
        var first = (await server.TokenAsync(Known.WebRedemption(code), Known.WebBasic)).MustIssue();
        Parameters refresh = [("grant_type", "refresh_token"), ("refresh_token", first.RefreshToken)];
        var second = (await server.TokenAsync(refresh, Known.WebBasic, server.ForToken(_key))).MustIssue();
        (await server.TokenAsync(refresh, Known.WebBasic, server.ForToken(_other))).MustRefuse("invalid_grant");
        (await server.TokenAsync(refresh, Known.WebBasic)).MustRefuse("invalid_grant");
        // Nothing was revoked.
        Assert.Equal(second.Text, (await server.TokenAsync(refresh, Known.WebBasic, server.ForToken(_key))).MustIssue().Text);
        (await server.UseAsync(second.AccessToken, _key)).MustBe(200);

        // The first request had no proof: the token is for every holder, and a client that sends one expects another token.
        Parameters next = [("grant_type", "refresh_token"), ("refresh_token", second.RefreshToken)];
        var bearer = (await server.TokenAsync(next, Known.WebBasic)).MustIssue();
        (await server.TokenAsync(next, Known.WebBasic, server.ForToken(_key))).MustRefuse("invalid_grant");
        Assert.Equal(bearer.Text, (await server.TokenAsync(next, Known.WebBasic)).MustIssue().Text);
    }

    [Fact]
    public async Task A_wrong_proof_consumes_neither_the_code_nor_the_refresh_token()
    {
        var server = Start(ProofRequests.On);
        var code = await server.CodeAsync();
        (await server.TokenAsync(Known.Redemption(code), ("DPoP", "x"))).MustRefuse("invalid_dpop_proof");
        // Not even with a wrong verifier, which consumes a code otherwise.
        var wrong = Known.Redemption(code).With("code_verifier", new string('v', 43));
        (await server.TokenAsync(wrong, ("DPoP", "x"))).MustRefuse("invalid_dpop_proof");
        var issued = (await server.TokenAsync(Known.Redemption(code), server.ForToken(_key))).MustIssue();
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken), ("DPoP", "x"))).MustRefuse("invalid_dpop_proof");
        var next = (await server.TokenAsync(Known.Refresh(issued.RefreshToken), server.ForToken(_key))).MustIssue();
        (await server.TokenAsync(Known.Refresh(next.RefreshToken), server.ForToken(_key))).MustIssue();
        // A consumed one without the proof is no reuse.
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken), ("DPoP", "x"))).MustRefuse("invalid_dpop_proof");
        (await server.UseAsync(next.AccessToken, _key)).MustBe(200);
    }
}
