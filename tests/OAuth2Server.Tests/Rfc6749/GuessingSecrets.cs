using System.Net;
using Microsoft.Extensions.Logging;

namespace OAuth2Server.Tests.Rfc6749;

/// <summary>
/// §2.3.1 requires protection against guessing, and leaves the method open: ten failures are free, then the key (client and network)
/// is blocked for a second; each further failure doubles the time, up to a minute.
/// </summary>
[RfcSection("RFC 6749", "2.3.1")]
[RfcSection("RFC 6819", "5.1.4.2.3")]
public abstract class GuessingSecrets<T> : ProtocolTests<T> where T : ITransport
{
    [Fact]
    public async Task Ten_wrong_secrets_are_free_and_the_next_closes_the_door_for_a_second()
    {
        var server = Start();
        for (var i = 0; i < 10; i++) (await server.SecretAsync("wrong")).MustRefuse("invalid_client", 401);
        (await server.SecretAsync("wrong")).MustRefuse("invalid_client", 401);
        (await server.SecretAsync("wrong")).MustWait(1);
    }

    [Fact]
    public async Task The_right_secret_is_refused_like_a_wrong_one_while_the_door_is_closed()
    {
        var server = await ClosedAsync();
        var (right, wrong) = ((await server.SecretAsync(Known.WebSecret)).MustWait(1), (await server.SecretAsync("wrong")).MustWait(1));
        Assert.Equal(wrong.Text, right.Text);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await server.SecretAsync(Known.WebSecret)).MustIssue();
    }

    [Fact]
    public async Task The_door_is_closed_for_both_ways_of_presenting_a_secret()
    {
        var server = await ClosedAsync();
        var form = Known.ClientCredentials.With("client_id", "web").With("client_secret", Known.WebSecret);
        (await server.SendAsync(WireRequest.Post(Endpoint.Token, form) with { From = Guesses.Thief })).MustWait(1);
    }

    [Fact]
    public async Task Each_further_wrong_secret_doubles_the_time_up_to_a_minute()
    {
        var server = await ClosedAsync();
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            (await server.SecretAsync("wrong")).MustWait(seconds);
            server.Clock.Advance(TimeSpan.FromSeconds(seconds));
            (await server.SecretAsync("wrong")).MustRefuse("invalid_client", 401);
        }
    }

    [Fact]
    public async Task What_is_left_of_a_second_is_told_as_a_second()
    {
        var server = await ClosedAsync();
        server.Clock.Advance(TimeSpan.FromMilliseconds(999.9));
        (await server.SecretAsync("wrong")).MustWait(1);
    }

    [Fact]
    public async Task The_client_itself_elsewhere_is_not_held_up()
    {
        var server = await ClosedAsync();
        (await server.SecretAsync(Known.WebSecret, Guesses.Owner)).MustIssue();
        (await server.SecretAsync(Known.WebSecret)).MustWait(1);
    }

    [Fact]
    public async Task Another_client_of_the_same_network_is_not_held_up()
    {
        var server = await ClosedAsync(s => s.Store.AddClient(Known.Web with { Id = "other" }, "other-secret"));
        var other = WireRequest.Post(Endpoint.Token, Known.ClientCredentials) with
        {
            Headers = [Known.Basic("other", "other-secret")],
            From = Guesses.Thief,
        };
        (await server.SendAsync(other)).MustIssue();
    }

    [Fact]
    public async Task A_success_forgets_the_failures()
    {
        var server = Start();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 10; i++) (await server.SecretAsync("wrong")).MustRefuse("invalid_client", 401);
            (await server.SecretAsync(Known.WebSecret)).MustIssue();
        }
    }

    [Fact]
    public async Task Another_address_of_the_same_ipv6_network_is_the_same_stranger()
    {
        var server = await ClosedAsync(from: IPAddress.Parse("2001:db8:1:2:3:4:5:6"));
        (await server.SecretAsync(Known.WebSecret, IPAddress.Parse("2001:db8:1:2::1"))).MustWait(1);
        (await server.SecretAsync(Known.WebSecret, IPAddress.Parse("2001:db8:1:3::1"))).MustIssue();
    }

    [Fact]
    public async Task An_unknown_client_is_refused_and_never_asked_to_wait()
    {
        var server = Start();
        var unknown = WireRequest.Post(Endpoint.Token, Known.ClientCredentials) with
        {
            Headers = [Known.Basic("nobody", "secret")],
            From = Guesses.Thief,
        };
        for (var i = 0; i < 20; i++) (await server.SendAsync(unknown)).MustRefuse("invalid_client", 401);
    }

    [Fact]
    public async Task A_secret_is_not_even_verified_while_the_door_is_closed()
    {
        var verified = 0;
        var server = await ClosedAsync(
            s => s.Model = new DelegatingModel(s.Store) { OnCall = name => verified += name == "verifyClientSecret" ? 1 : 0 });
        (await server.SecretAsync(Known.WebSecret)).MustWait(1);
        Assert.Equal(11, verified);
    }

    [Fact]
    public async Task It_is_in_the_log_as_a_warning_with_its_rule()
    {
        using var log = new CapturedLog();
        var server = await ClosedAsync(s => s.Logging = log);
        Assert.DoesNotContain((LogLevel.Warning, "AttemptRefused"), log.Events);
        (await server.SecretAsync("wrong")).MustWait(1);
        Assert.Contains((LogLevel.Warning, "AttemptRefused"), log.Events);
        Assert.Contains(log.Everything, line => line.Contains("temporarily_unavailable (RFC 6749 §2.3.1)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        var server = await ClosedAsync(s => s.Options.BruteForceShield = false);
        (await server.SecretAsync(Known.WebSecret)).MustIssue();
    }

    private async Task<TestServer> ClosedAsync(Action<Setup>? configure = null, IPAddress? from = null)
    {
        var server = Start(configure);
        for (var i = 0; i < 11; i++) (await server.SecretAsync("wrong", from)).MustRefuse("invalid_client", 401);
        return server;
    }
}
