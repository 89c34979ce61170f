using Microsoft.AspNetCore.HttpOverrides;

namespace OAuth2Server.AspNetCore.Tests.BadInput;

/// <summary>If the application ignores the X-Forwarded-For of its proxy, all clients are one network: a warning is logged.</summary>
public sealed class UnreadForwardedForTests : IAsyncDisposable
{
    private static readonly (string, string)[] Forwarded = [("X-Forwarded-For", "203.0.113.7")];

    private readonly CapturedLog _log = new();
    private Site? _site;

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.0.9")]
    [InlineData("169.254.1.1")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData(null)]
    public async Task A_forwarded_address_from_a_private_one_is_warned_of_once(string? proxy)
    {
        var browser = Start();
        for (var i = 0; i < 3; i++) await browser.SendAsync("GET", "/oauth2/authorize", Forwarded, from: AddressOf(proxy));
        Assert.Equal(1, Warnings);
        Assert.Contains(_log.Everything, line => line.Contains("KnownProxies", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("203.0.113.1")]
    [InlineData("172.32.0.1")]
    [InlineData("2001:db8::1")]
    public async Task Anybody_else_may_send_the_header(string from)
    {
        await Start().SendAsync("GET", "/oauth2/authorize", Forwarded, from: AddressOf(from));
        Assert.Equal(0, Warnings);
    }

    [Fact]
    public async Task A_private_address_without_the_header_is_a_neighbour()
    {
        await Start().SendAsync("GET", "/oauth2/authorize", from: AddressOf("10.1.2.3"));
        Assert.Equal(0, Warnings);
    }

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("198.51.100.1, 203.0.113.7")]
    public async Task A_header_that_the_application_reads_is_not_warned_of_and_gives_the_network(string header)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
        options.KnownProxies.Add(IPAddress.Parse("10.1.2.3"));
        var browser = Start(app => app.UseForwardedHeaders(options));
        for (var i = 0; i < 12; i++) await TokenAsync(browser, "wrong", header);

        Assert.Equal(0, Warnings);
        (await TokenAsync(browser, Known.WebSecret, header)).MustWait(1);
        (await TokenAsync(browser, Known.WebSecret, "198.51.100.4")).MustIssue();
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null) await _site.DisposeAsync();
        _log.Dispose();
    }

    private int Warnings => _log.Events.Count(e => e == (LogLevel.Warning, "UnreadForwardedFor"));

    private Browser Start(Action<WebApplication>? map = null) => new(_site = Site.Start(new() { Logging = _log }, map: map));

    private static IPAddress? AddressOf(string? text) => text is null ? null : IPAddress.Parse(text);

    private static Task<Answer> TokenAsync(Browser browser, string secret, string forwardedFor)
    {
        var wire = WireRequest.Post(Endpoint.Token, Known.ClientCredentials);
        return browser.SendAsync(
            "POST",
            "/oauth2/token",
            [("Content-Type", wire.ContentType!), Known.Basic("web", secret), ("X-Forwarded-For", forwardedFor)],
            wire.Body,
            AddressOf("10.1.2.3"));
    }
}
