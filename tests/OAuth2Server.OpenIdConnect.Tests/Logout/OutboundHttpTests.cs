using System.Net;
using OAuth2Server.Jwt;

namespace OAuth2Server.OpenIdConnect.Tests.Logout;

/// <summary>Requests to addresses that clients named.</summary>
public sealed class OutboundHttpTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.250")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_none_of_the_internet_is_recognised(string address) =>
        Assert.False(GlobalAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    [InlineData("2002:101:101::1")]
    public void An_address_of_the_internet_is_recognised(string address) =>
        Assert.True(GlobalAddresses.Contains(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_has_only_private_addresses_gets_no_request_and_no_second_attempt()
    {
        using var http = new OutboundHttp(
            new(), null, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("10.0.0.1")]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://client.example.com/out");

        var answer = await http.SendAsync(request, 0, Ct);

        Assert.Equal((0, true, false), (answer.Status, answer.IsRefused, answer.MayBeTriedAgain));
    }

    [Fact]
    public async Task A_name_whose_address_changes_after_the_first_look_up_gains_nothing()
    {
        var looks = 0;
        // The name is looked up once for a connection, and the connection goes to what was looked up.
        using var http = new OutboundHttp(new() { Timeout = TimeSpan.FromSeconds(1) }, null, (_, _) => Task.FromResult<IPAddress[]>(
            [Interlocked.Increment(ref looks) == 1 ? IPAddress.Parse("192.0.2.1") : IPAddress.Loopback]));
        foreach (var _ in (int[])[1, 2])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://client.example.com/");
            Assert.True((await http.SendAsync(request, 0, Ct)).IsRefused);
        }
        Assert.Equal(2, looks);
    }

    [Theory]
    [InlineData("http://client.example.com/")]
    [InlineData("https://user@client.example.com/")]
    [InlineData("https://client.example.com/#a")]
    [InlineData("ftp://client.example.com/")]
    public async Task An_address_of_another_form_gets_no_request(string address)
    {
        using var http = new OutboundHttp(new(), null, (_, _) => throw new InvalidOperationException("The name was looked up."));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);

        Assert.True((await http.SendAsync(request, 0, Ct)).IsRefused);
    }

    [Fact]
    public async Task A_body_is_read_up_to_its_limit_only()
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        receiver.Answer = http => http.Response.Body.WriteAsync(new byte[1000]).AsTask();
        using var http = new OutboundHttp(new() { AllowPrivateAddresses = true });
        foreach (var (limit, length) in ((int, int)[])[(1000, 1000), (999, 0)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Address);
            request.Content = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", "a.b.c")]);
            var answer = await http.SendAsync(request, limit, Ct);
            Assert.Equal((length, length == 0), (answer.Body.Length, answer.Problem is not null));
        }
    }
}
