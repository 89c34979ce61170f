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
        Assert.DoesNotContain(
            codes.UserCode.Replace("-", "", StringComparison.Ordinal), codes.DeviceCode, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task After_eleven_wrong_codes_a_network_waits_even_with_a_right_one_and_others_do_not()
    {
        var server = Start();
        async Task<string> NewAsync() => (await server.AuthorizeDeviceAsync()).UserCode;
        for (var i = 0; i < 10; i++) Assert.Equal(400, (await VerifyAsync(server, "WDJB-MJHT", "192.0.2.1")).Status);
        // A right code in between does not reset the failures: an attacker may have valid codes of an own device.
        Assert.Equal(200, (await VerifyAsync(server, await NewAsync(), "192.0.2.1")).Status);
        await VerifyAsync(server, "WDJB-MJHT", "192.0.2.1");

        Assert.Equal(429, (await VerifyAsync(server, await NewAsync(), "192.0.2.1")).Status);
        Assert.Equal(200, (await VerifyAsync(server, await NewAsync(), "192.0.2.2")).Status);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await VerifyAsync(server, await NewAsync(), "192.0.2.1")).Status);
    }

    [Fact]
    public async Task A_signed_in_user_who_types_21_wrong_codes_in_many_networks_waits_and_other_users_do_not()
    {
        var setup = new Setup();
        var server = setup.Server();
        async Task<int> FindAsync(string user, string code, int network)
        {
            var context = setup.Environment.Begin(Records.RequestFrom($"192.0.2.{network}"));
            var found = await server.FindDeviceRequestAsync(code, new User(user), context, TestContext.Current.CancellationToken);
            return found.IsError(out var error, out _) ? error.Status : 200;
        }
        for (var i = 0; i < 21; i++) Assert.Equal(400, await FindAsync("mallory", "WDJB-MJHT", i));
        Assert.Equal(429, await FindAsync("mallory", "WDJB-MJHT", 22));
        Assert.Equal(400, await FindAsync("alice", "WDJB-MJHT", 22));
        setup.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(400, await FindAsync("mallory", "WDJB-MJHT", 23));
    }

    [Fact]
    public async Task Codes_that_were_answered_and_texts_that_are_none_are_no_guesses()
    {
        var server = Start();
        var (answered, open) = (await server.AuthorizeDeviceAsync(), await server.AuthorizeDeviceAsync());
        await server.AnswerDeviceAsync(answered.UserCode);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(400, (await VerifyAsync(server, answered.UserCode)).Status);
            Assert.Equal(400, (await VerifyAsync(server, "no code at all")).Status);
        }
        Assert.Equal(200, (await VerifyAsync(server, open.UserCode)).Status);
    }

    private static Task<Answer> VerifyAsync(TestServer server, string userCode, string? from = null) =>
        server.SendAsync(WireRequest.Post(Endpoint.Verification, [("user_code", userCode)]) with
        {
            From = from is null ? null : System.Net.IPAddress.Parse(from),
        });
}
