namespace OAuth2Server.Tests.Rfc8628;

[RfcSection("RFC 8628", "3.4")]
public abstract class DeviceAccessTokenRequest<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_missing_or_malformed_device_code_is_refused()
    {
        var server = Start();
        foreach (var text in (string[])["", "\n", "ä", "a\tb"]) (await server.PollAsync(text)).MustRefuse("invalid_request");
        (await server.TokenAsync(Known.Poll("x").Without("device_code"))).MustRefuse("invalid_request");
    }

    [Fact]
    public async Task An_unknown_device_code_is_refused()
    {
        var server = Start();
        var codes = await server.AuthorizeDeviceAsync();
        foreach (var text in (string[])["unknown", codes.UserCode, codes.DeviceCode + "x", codes.DeviceCode.ToUpperInvariant()])
            (await server.PollAsync(text)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_repeated_device_code_is_refused()
    {
        var server = Start();
        var code = await server.AllowedDeviceCodeAsync();
        (await server.TokenAsync([.. Known.Poll(code), ("device_code", code)])).MustRefuse("invalid_request");
        (await server.PollAsync(code)).MustIssue();
    }

    [Fact]
    public async Task Another_clients_device_code_is_refused_and_stays_good()
    {
        var server = Start();
        var code = await server.AllowedDeviceCodeAsync();
        for (var i = 0; i < 3; i++)
            (await server.TokenAsync(Known.Poll(code).Without("client_id"), Known.WebBasic)).MustRefuse("invalid_grant");
        (await server.PollAsync(code)).MustIssue();
        (await server.TokenAsync(Known.Poll(code).Without("client_id"), Known.WebBasic)).MustRefuse("invalid_grant");
        Assert.True(await server.IsAliveAsync((await server.PollAsync(await server.AllowedDeviceCodeAsync())).MustIssue().AccessToken));
    }

    [Fact]
    public async Task A_client_that_lost_the_grant_is_refused()
    {
        var server = Start();
        var code = await server.AllowedDeviceCodeAsync();
        server.Store.AddClient(Known.Tv with { GrantTypes = ["refresh_token"] });
        (await server.PollAsync(code)).MustRefuse("unauthorized_client");
    }

    [Fact]
    public async Task A_confidential_client_authenticates()
    {
        var server = Start();
        var codes = await server.AuthorizeDeviceAsync([("scope", "a")], Known.WebBasic);
        await server.AnswerDeviceAsync(codes.UserCode);
        var poll = Known.Poll(codes.DeviceCode).With("client_id", "web");
        (await server.TokenAsync(poll)).MustRefuse("invalid_client", 401);
        (await server.TokenAsync(poll, Known.WebBasic)).MustIssue();
    }

    [Fact]
    public async Task A_code_of_the_code_flow_is_no_device_code_and_the_other_way_round()
    {
        var server = Start();
        (await server.PollAsync(await server.CodeAsync())).MustRefuse("invalid_grant");
        (await server.TokenAsync(Known.Redemption(await server.AllowedDeviceCodeAsync()))).MustRefuse("invalid_grant");
        (await server.RefreshAsync(await server.AllowedDeviceCodeAsync())).MustRefuse("invalid_grant");
    }
}
