namespace OAuth2Server.Tests.Rfc8628;

[RfcSection("RFC 8628", "5.1")]
public abstract class UserCodeGuessing<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task A_guesser_learns_nothing_about_codes_that_exist()
    {
        var server = Start();
        var (answered, expired) = (await server.AuthorizeDeviceAsync(), await server.AuthorizeDeviceAsync());
        await server.AnswerDeviceAsync(answered.UserCode);
        var unknown = await VerifyAsync(server, "WDJB-MJHT");
        Assert.Equal(400, unknown.Status);
        Assert.Equal(unknown.Text, (await VerifyAsync(server, answered.UserCode)).Text);
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(unknown.Text, (await VerifyAsync(server, expired.UserCode)).Text);
        Assert.Equal(unknown.Text, (await VerifyAsync(server, "no code at all")).Text);
    }

    [Fact]
    public async Task The_device_code_is_not_derived_from_what_people_see()
    {
        var codes = await Start().AuthorizeDeviceAsync();
        Assert.DoesNotContain(codes.UserCode.Replace("-", "", StringComparison.Ordinal), codes.DeviceCode, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<Answer> VerifyAsync(TestServer server, string userCode) => server.SendAsync(WireRequest.Post(Endpoint.Verification, [("user_code", userCode)]));
}
