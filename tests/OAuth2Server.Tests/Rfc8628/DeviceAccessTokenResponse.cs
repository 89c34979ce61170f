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
    public async Task Each_poll_that_comes_too_fast_makes_the_wait_five_seconds_longer()
    {
        var server = Start();
        var code = (await server.AuthorizeDeviceAsync()).DeviceCode;
        (await server.PollAsync(code)).MustRefuse("authorization_pending");
        foreach (var interval in (double[])[5, 10, 15])
        {
            server.Clock.Advance(Seconds(interval) - Tick);
            (await server.PollAsync(code)).MustRefuse("slow_down");
        }
        // The interval is twenty seconds for every later poll.
        for (var i = 0; i < 3; i++)
        {
            server.Clock.Advance(Seconds(20));
            (await server.PollAsync(code)).MustRefuse("authorization_pending");
        }
        server.Clock.Advance(Seconds(20) - Tick);
        (await server.PollAsync(code)).MustRefuse("slow_down");
        server.Clock.Advance(Seconds(25));
        (await server.PollAsync(code)).MustRefuse("authorization_pending");
    }

    [Fact]
    public async Task A_client_that_never_waits_gets_no_answer_even_when_the_user_has_allowed_it()
    {
        var server = Start();
        var codes = await server.AuthorizeDeviceAsync();
        await server.PollAsync(codes.DeviceCode);
        await server.AnswerDeviceAsync(codes.UserCode);
        for (var i = 0; i < 20; i++)
        {
            server.Clock.Advance(Seconds(4));
            (await server.PollAsync(codes.DeviceCode)).MustRefuse("slow_down");
        }
        server.Clock.Advance(Seconds(105) - Tick);
        (await server.PollAsync(codes.DeviceCode)).MustRefuse("slow_down");
        server.Clock.Advance(Seconds(110));
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
