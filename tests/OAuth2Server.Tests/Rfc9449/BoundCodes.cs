namespace OAuth2Server.Tests.Rfc9449;

[RfcSection("RFC 9449", "10")]
public abstract class BoundCodes<T> : ProtocolTests<T> where T : ITransport
{
    private readonly DPoPClientKey _key = new();

    private Parameters Bound => Known.Authorization.With("dpop_jkt", _key.Thumbprint);

    [Fact]
    public async Task A_code_with_dpop_jkt_is_redeemed_with_that_key_only()
    {
        var server = Start(ProofRequests.On);
        var code = await server.CodeAsync(Bound);
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(code), server.ForToken(new DPoPClientKey()))).MustRefuse("invalid_grant");
        Assert.Equal("DPoP", (await server.TokenAsync(Known.Redemption(code), server.ForToken(_key))).MustIssue()["token_type"]);
    }

    [Fact]
    [RfcSection("RFC 6749", "4.1.2")]
    public async Task A_consumed_code_with_another_key_or_none_revokes_nothing_and_with_its_key_it_does()
    {
        var server = Start(ProofRequests.On);
        var code = await server.CodeAsync(Bound);
        var issued = (await server.TokenAsync(Known.Redemption(code), server.ForToken(_key))).MustIssue();
        (await server.TokenAsync(Known.Redemption(code), server.ForToken(new DPoPClientKey()))).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(code))).MustRefuse("invalid_grant");
        (await server.UseAsync(issued.AccessToken, _key)).MustBe(200);
        (await server.TokenAsync(Known.Redemption(code), server.ForToken(_key))).MustRefuse("invalid_grant");
        (await server.UseAsync(issued.AccessToken, _key)).MustChallenge("invalid_token");
    }

    [Fact]
    public async Task A_code_without_it_is_redeemed_with_any_key_and_without_one()
    {
        var server = Start(ProofRequests.On);
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync()), server.ForToken(_key))).MustIssue();
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync()))).MustIssue();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4J")]
    [InlineData("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I=")]
    [InlineData("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4IAAA")]
    public async Task A_value_that_is_no_thumbprint_is_refused(string value)
    {
        var server = Start(ProofRequests.On);
        (await server.AuthorizeAsync(Known.Authorization.With("dpop_jkt", value))).MustRedirectError("invalid_request");
    }

    [Fact]
    public async Task The_parameter_twice_is_refused()
    {
        var server = Start(ProofRequests.On);
        (await server.AuthorizeAsync(Bound.Also("dpop_jkt", _key.Thumbprint))).MustRedirectError("invalid_request");
    }

    [Fact]
    public async Task The_header_of_a_browser_is_not_read()
    {
        var server = Start(ProofRequests.On);
        var request = WireRequest.Get(Endpoint.Authorization, Known.Authorization) with { Headers = [("DPoP", "x")] };
        var code = (await server.SendAsync(request)).MustGiveCode().Code;
        (await server.TokenAsync(Known.Redemption(code))).MustIssue();
    }

    [Fact]
    public async Task A_server_without_dpop_ignores_the_parameter()
    {
        var server = Start();
        (await server.TokenAsync(Known.Redemption(await server.CodeAsync(Bound)))).MustIssue();
    }
}
