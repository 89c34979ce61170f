namespace OAuth2Server.Tests.Rfc8628;

[RfcSection("RFC 8628", "3.5")]
public abstract class DeviceAccessTokenResponse<T> : ProtocolTests<T> where T : ITransport
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public async Task Pending_then_tokens_once_the_user_has_allowed_it()
    {
        var server = Start();
        var codes = await server.AuthorizeDeviceAsync();
        (await server.PollAsync(codes.DeviceCode)).MustRefuse("authorization_pending");
        server.Clock.Advance(Seconds(5));
        (await server.PollAsync(codes.DeviceCode)).MustRefuse("authorization_pending");
        await server.AnswerDeviceAsync(codes.UserCode);
        server.Clock.Advance(Seconds(5));
        var issued = (await server.PollAsync(codes.DeviceCode)).MustIssue();
        Assert.True(await server.IsAliveAsync(issued.AccessToken));
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken).With("client_id", "tv"))).MustIssue();
    }

    [Fact]
    public async Task A_denied_code_stays_denied()
    {
        var server = Start();
        var codes = await server.AuthorizeDeviceAsync();
        await server.AnswerDeviceAsync(codes.UserCode, ScriptedConsent.Denied);
        for (var i = 0; i < 3; i++) (await server.PollAsync(codes.DeviceCode)).MustRefuse("access_denied");
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        (await server.PollAsync(codes.DeviceCode)).MustRefuse("access_denied");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_device_code_is_good_until_the_last_tick_and_then_expired(bool allowed)
    {
        var server = Start(s => s.Options.DeviceCodeLifetime = Seconds(30));
        var (early, late) = (await server.AuthorizeDeviceAsync(), await server.AuthorizeDeviceAsync());
        if (allowed)
        {
            await server.AnswerDeviceAsync(early.UserCode);
            await server.AnswerDeviceAsync(late.UserCode);
        }
        server.Clock.Advance(Seconds(30) - Tick);
        var last = await server.PollAsync(early.DeviceCode);
        if (allowed) last.MustIssue();
        else last.MustRefuse("authorization_pending");

        server.Clock.Advance(Tick);
        (await server.PollAsync(late.DeviceCode)).MustRefuse("expired_token");
        server.Clock.Advance(TimeSpan.FromMinutes(4));
        await server.AuthorizeDeviceAsync();
        (await server.PollAsync(late.DeviceCode)).MustRefuse("expired_token");
        server.Clock.Advance(TimeSpan.FromDays(1));
        await server.AuthorizeDeviceAsync();
        (await server.PollAsync(late.DeviceCode)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task Network_jitter_of_a_device_that_polls_at_the_interval_is_no_reason_to_slow_down()
    {
        var server = Start();
        var code = (await server.AuthorizeDeviceAsync()).DeviceCode;
        (await server.PollAsync(code)).MustRefuse("authorization_pending");
        foreach (var gap in (double[])[5, 4.999, 5.001, 4.4, 5.6, 4.7, 5, 4.000, 6, 4.000])
        {
            server.Clock.Advance(Seconds(gap));
            (await server.PollAsync(code)).MustRefuse("authorization_pending");
        }
        server.Clock.Advance(Seconds(4) - Tick);
        (await server.PollAsync(code)).MustRefuse("slow_down");
    }

    [Theory]
    [InlineData(1, 0.8)]
    [InlineData(2, 1.6)]
    [InlineData(10, 9)]
    [InlineData(60, 59)]
    public async Task The_slack_is_a_fifth_of_the_interval_and_at_most_a_second(double interval, double early)
    {
        var server = Start(s => s.Options.DevicePollingInterval = Seconds(interval));
        var codes = (await server.AuthorizeDeviceAsync(), await server.AuthorizeDeviceAsync());
        (await server.PollAsync(codes.Item1.DeviceCode)).MustRefuse("authorization_pending");
        (await server.PollAsync(codes.Item2.DeviceCode)).MustRefuse("authorization_pending");
        server.Clock.Advance(Seconds(early) - Tick);
        (await server.PollAsync(codes.Item1.DeviceCode)).MustRefuse("slow_down");
        server.Clock.Advance(Tick);
        (await server.PollAsync(codes.Item2.DeviceCode)).MustRefuse("authorization_pending");
    }

    [Fact]
    public async Task A_device_that_waits_as_long_as_it_was_told_is_not_told_again()
    {
        var server = Start(s => s.Options.DeviceCodeLifetime = TimeSpan.FromHours(1));
        var code = (await server.AuthorizeDeviceAsync()).DeviceCode;
        (await server.PollAsync(code)).MustRefuse("authorization_pending");
        for (var told = 5; told <= 50; told += 5)
        {
            // The device is too early once, and then waits five seconds more than before.
            server.Clock.Advance(Seconds(told / 2.0));
            (await server.PollAsync(code)).MustRefuse("slow_down");
            foreach (var jitter in (double[])[0, -0.5, 0.5])
            {
                server.Clock.Advance(Seconds(told + 5 + jitter));
                (await server.PollAsync(code)).MustRefuse("authorization_pending");
            }
        }
    }

    [Fact]
    public async Task A_device_that_did_not_receive_a_slow_down_is_told_once_more_and_then_no_more()
    {
        var server = Start();
        var code = (await server.AuthorizeDeviceAsync()).DeviceCode;
        (await server.PollAsync(code)).MustRefuse("authorization_pending");
        server.Clock.Advance(Seconds(3));
        (await server.PollAsync(code)).MustRefuse("slow_down");
        for (var lost = 0; lost < 5; lost++)
        {
            server.Clock.Advance(Seconds(5));
            (await server.PollAsync(code)).MustRefuse("slow_down");
        }
        for (var i = 0; i < 5; i++)
        {
            server.Clock.Advance(Seconds(10));
            (await server.PollAsync(code)).MustRefuse("authorization_pending");
        }
    }

    [Fact]
    public async Task A_device_that_never_waits_is_always_told_and_its_interval_does_not_run_away()
    {
        var server = Start();
        var code = (await server.AuthorizeDeviceAsync()).DeviceCode;
        (await server.PollAsync(code)).MustRefuse("authorization_pending");
        for (var i = 0; i < 50; i++)
        {
            server.Clock.Advance(Seconds(1));
            (await server.PollAsync(code)).MustRefuse("slow_down");
        }
        server.Clock.Advance(Seconds(6));
        (await server.PollAsync(code)).MustRefuse("authorization_pending");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3.9)]
    public async Task An_answer_that_exists_is_given_to_a_poll_that_is_too_early(double gap)
    {
        var server = Start(s => s.Options.DeviceCodeLifetime = Seconds(8));
        var codes = (Allowed: await server.AuthorizeDeviceAsync(), Denied: await server.AuthorizeDeviceAsync());
        var expired = await server.AuthorizeDeviceAsync();
        foreach (var code in (Answer[])[codes.Allowed, codes.Denied, expired])
            (await server.PollAsync(code.DeviceCode)).MustRefuse("authorization_pending");
        await server.AnswerDeviceAsync(codes.Allowed.UserCode);
        await server.AnswerDeviceAsync(codes.Denied.UserCode, ScriptedConsent.Denied);
        server.Clock.Advance(Seconds(gap));
        (await server.PollAsync(codes.Allowed.DeviceCode)).MustIssue();
        (await server.PollAsync(codes.Denied.DeviceCode)).MustRefuse("access_denied");

        server.Clock.Advance(Seconds(8 - gap) - Tick);
        (await server.PollAsync(expired.DeviceCode)).MustBe(400);
        server.Clock.Advance(Tick);
        (await server.PollAsync(expired.DeviceCode)).MustRefuse("expired_token");
    }

    [Fact]
    public async Task A_device_that_was_told_to_slow_down_gets_the_answer_at_its_next_poll()
    {
        var server = Start();
        var codes = await server.AuthorizeDeviceAsync();
        (await server.PollAsync(codes.DeviceCode)).MustRefuse("authorization_pending");
        for (var i = 0; i < 3; i++) (await server.PollAsync(codes.DeviceCode)).MustRefuse("slow_down");
        await server.AnswerDeviceAsync(codes.UserCode);
        (await server.PollAsync(codes.DeviceCode)).MustIssue();
    }

    [Fact]
    public async Task The_first_poll_is_never_too_fast()
    {
        var server = Start();
        (await server.PollAsync(await server.AllowedDeviceCodeAsync())).MustIssue();
    }

    [Fact]
    public async Task One_device_is_not_slowed_down_by_another()
    {
        var server = Start();
        var (one, other) = (await server.AuthorizeDeviceAsync(), await server.AuthorizeDeviceAsync());
        await server.PollAsync(one.DeviceCode);
        (await server.PollAsync(one.DeviceCode)).MustRefuse("slow_down");
        (await server.PollAsync(other.DeviceCode)).MustRefuse("authorization_pending");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_device_code_works_once_and_its_second_use_ends_what_it_gave(bool exchanges)
    {
        var server = Start(s => s.Model = exchanges ? s.Model : new DelegatingModel(s.Store));
        var code = await server.AllowedDeviceCodeAsync();
        var issued = (await server.PollAsync(code)).MustIssue();
        server.Clock.Advance(Seconds(5));
        (await server.PollAsync(code)).MustRefuse("invalid_grant");
        Assert.False(await server.IsAliveAsync(issued.AccessToken));
        (await server.TokenAsync(Known.Refresh(issued.RefreshToken).With("client_id", "tv"))).MustRefuse("invalid_grant");
        (await server.PollAsync(code)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task A_user_who_may_no_longer_sign_in_gets_nothing()
    {
        var server = Start();
        var code = await server.AllowedDeviceCodeAsync();
        server.Store.Gone.Add("alice");
        (await server.PollAsync(code)).MustRefuse("invalid_grant");
    }

    [Fact]
    public async Task The_authorization_begins_when_it_is_allowed()
    {
        var server = Start(s => s.Options.AuthorizationLifetime = TimeSpan.FromMinutes(8));
        var codes = await server.AuthorizeDeviceAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(9));
        await server.AnswerDeviceAsync(codes.UserCode);
        Assert.Equal(480, (await server.PollAsync(codes.DeviceCode)).MustIssue().Json.GetProperty("expires_in").GetInt32());
    }

    [Fact]
    public async Task Withdrawing_the_consent_ends_what_was_allowed_before_and_not_what_is_allowed_later()
    {
        var server = Start();
        var (before, after) = (await server.AuthorizeDeviceAsync(), await server.AuthorizeDeviceAsync());
        var unused = await server.AllowedDeviceCodeAsync();
        await server.AnswerDeviceAsync(before.UserCode);
        var issued = (await server.PollAsync(before.DeviceCode)).MustIssue();
        server.Clock.Advance(Seconds(1));
        await server.Store.RevokeConsentAsync(Known.Issuer, "alice", "tv", server.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        server.Clock.Advance(Seconds(1));

        await server.AnswerDeviceAsync(after.UserCode);
        Assert.False(await server.IsAliveAsync(issued.AccessToken));
        (await server.PollAsync(unused)).MustRefuse("invalid_grant");
        // The device requested it before the withdrawal, but the user allowed it after the withdrawal.
        Assert.True(await server.IsAliveAsync((await server.PollAsync(after.DeviceCode)).MustIssue().AccessToken));
    }

    [Fact]
    public async Task A_failing_store_is_server_error_and_the_device_polls_again()
    {
        string? failing = null;
        var server = Start(s => s.Model = new ExchangingModel(s.Store)
        {
            OnCall = name =>
            {
                if (name == failing) throw new InvalidOperationException("The database is away.");
            },
        });
        failing = "saveDeviceCode";
        (await server.AuthorizeDeviceAsync()).MustRefuse("server_error", 500);
        failing = null;
        var code = await server.AllowedDeviceCodeAsync();
        foreach (var function in new[] { "getDeviceCode", "recordPoll", "exchange" })
        {
            failing = function;
            (await server.PollAsync(code)).MustRefuse("server_error", 500);
        }
        failing = null;
        server.Clock.Advance(Seconds(5));
        (await server.PollAsync(code)).MustIssue();
    }
}
