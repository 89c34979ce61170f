using Microsoft.Extensions.Logging;

namespace OAuth2Server.Tests.Core;

/// <summary>What the in-memory model promises to hold, and for how long.</summary>
public sealed class InMemoryModelTests
{
    private static readonly OAuthContext _now = Records.Context();
    private readonly FakeTimeProvider _clock = new(Records.Start);
    private readonly CapturedLog _log = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private InMemoryModel Model(int capacity = 100) => new(_clock, _log.For<InMemoryModel>(), capacity);

    private static async Task<bool> HasAsync(InMemoryModel model, string access) =>
        await model.GetAccessTokenAsync(new(access), _now, Ct) is not null;

    [Fact]
    public async Task The_secret_before_the_present_one_is_valid_until_it_expires()
    {
        var model = Model();
        model.AddClient(Known.Web, Known.WebSecret, new PreviousSecret(new("the secret before"), Records.Start.AddMinutes(1)));

        Assert.True(await VerifyAsync(Known.WebSecret, 0) && await VerifyAsync("the secret before", 59));
        Assert.False(await VerifyAsync("the secret before", 60) || await VerifyAsync("another secret", 0));
        Assert.True(await VerifyAsync(Known.WebSecret, 60));

        ValueTask<bool> VerifyAsync(string secret, int seconds) =>
            model.VerifyClientSecretAsync(Known.Web, new(secret), Records.Context(Records.Start.AddSeconds(seconds)), Ct);
    }

    [Fact]
    public async Task When_it_is_full_the_oldest_of_the_most_numerous_kind_goes()
    {
        var model = Model(capacity: 3);
        await model.SaveTokenAsync(Records.Token("first", family: "1", minutes: 30), _now, Ct);
        await model.SaveTokenAsync(Records.Token("second", family: "2", minutes: 10), _now, Ct);
        await model.SaveTokenAsync(Records.Token("third", family: "3", minutes: 40), _now, Ct);
        await model.SaveTokenAsync(Records.Token("fourth", family: "4", minutes: 20), _now, Ct);
        Assert.Equal(3, model.Count);
        Assert.False(await HasAsync(model, "first"));
        Assert.True(await HasAsync(model, "second") && await HasAsync(model, "third") && await HasAsync(model, "fourth"));
    }

    [Fact]
    public async Task A_flood_of_refreshes_leaves_each_chain_the_token_that_is_used_next()
    {
        var model = Model(capacity: 20);
        for (var i = 0; i < 50; i++)
        {
            await model.SaveTokenAsync(Records.Token($"a{i}", $"r{i}", "old"), _now, Ct);
            await model.SaveTokenAsync(Records.Token($"b{i}", $"s{i}", "new"), _now, Ct);
        }
        Assert.NotNull(await model.GetRefreshTokenAsync(new("r49"), _now, Ct));
        Assert.NotNull(await model.GetRefreshTokenAsync(new("s49"), _now, Ct));
        Assert.True(await HasAsync(model, "a49") && await HasAsync(model, "b49"));
        Assert.Equal(20, model.Count);
    }

    [Fact]
    public async Task A_flood_of_access_tokens_pushes_out_no_code_and_no_refresh_token()
    {
        var model = Model(capacity: 10);
        await model.SaveAuthorizationCodeAsync(Records.Code("code"), _now, Ct);
        await model.SaveTokenAsync(Records.Token("access", "refresh", "family-2"), _now, Ct);
        for (var i = 0; i < 50; i++) await model.SaveTokenAsync(Records.Token($"a{i}", family: $"flood-{i}", minutes: 60 + i), _now, Ct);
        Assert.NotNull(await model.GetAuthorizationCodeAsync(new("code"), _now, Ct));
        Assert.NotNull(await model.GetRefreshTokenAsync(new("refresh"), _now, Ct));
        Assert.True(await HasAsync(model, "a49"));
        Assert.Equal(10, model.Count);
    }

    [Fact]
    public async Task It_never_holds_more_than_its_capacity_and_says_so_once()
    {
        var model = Model(capacity: 5);
        for (var i = 0; i < 50; i++) await model.SaveTokenAsync(Records.Token($"a{i}", $"r{i}", $"family-{i}"), _now, Ct);
        Assert.Equal(5, model.Count);
        Assert.Single(_log.Events, e => e == (LogLevel.Warning, "Full"));
    }

    [Fact]
    public async Task What_is_expired_makes_room_without_a_word()
    {
        var model = Model(capacity: 2);
        await model.SaveTokenAsync(Records.Token("old", family: "1", minutes: 1), _now, Ct);
        await model.SaveTokenAsync(Records.Token("older", family: "2", minutes: 1), _now, Ct);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await model.SaveTokenAsync(Records.Token("new", family: "3"), _now, Ct);
        Assert.Equal(1, model.Count);
        Assert.DoesNotContain(_log.Events, e => e.Event == "Full");
    }

    [Fact]
    public void It_says_at_start_that_it_forgets()
    {
        _ = Model();
        Assert.Equal([(LogLevel.Warning, "Forgets")], _log.Events);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_capacity_of_nothing_is_refused(int capacity) => Assert.Throws<ArgumentOutOfRangeException>(() => Model(capacity));

    [Fact]
    public async Task Revoking_an_authorization_ends_all_of_its_family_and_nothing_else()
    {
        var model = Model();
        await model.SaveAuthorizationCodeAsync(Records.Code("code"), _now, Ct);
        await model.SaveTokenAsync(Records.Token("access", "refresh"), _now, Ct);
        await model.SaveTokenAsync(Records.Token("other", family: "family-2"), _now, Ct);
        await model.RevokeAuthorizationAsync("family-1", _now, Ct);
        Assert.Null(await model.GetAuthorizationCodeAsync(new("code"), _now, Ct));
        Assert.Null(await model.GetRefreshTokenAsync(new("refresh"), _now, Ct));
        Assert.False(await HasAsync(model, "access"));
        Assert.True(await HasAsync(model, "other"));
        Assert.Equal(1, model.Count);
    }

    [Fact]
    public async Task What_is_saved_under_a_revoked_authorization_is_dead()
    {
        var model = Model();
        await model.RevokeAuthorizationAsync("family-1", _now, Ct);
        await model.RevokeAuthorizationAsync("family-1", _now, Ct);
        await model.SaveAuthorizationCodeAsync(Records.Code("code"), _now, Ct);
        await model.SaveTokenAsync(Records.Token("access", "refresh"), _now, Ct);
        Assert.Equal(0, model.Count);
        Assert.Null(await model.GetAuthorizationCodeAsync(new("code"), _now, Ct));
        Assert.Null(await model.GetRefreshTokenAsync(new("refresh"), _now, Ct));
        Assert.False(await HasAsync(model, "access"));
    }

    [Fact]
    public async Task A_code_is_consumed_by_exactly_one_and_found_afterwards_with_the_time()
    {
        var model = Model();
        var code = Records.Code("code");
        await model.SaveAuthorizationCodeAsync(code, _now, Ct);
        var later = Records.Context(Records.Start.AddSeconds(7));
        Assert.True(await model.RevokeAuthorizationCodeAsync(code, later, Ct));
        Assert.False(await model.RevokeAuthorizationCodeAsync(code, Records.Context(Records.Start.AddSeconds(9)), Ct));
        Assert.Equal(Records.Start.AddSeconds(7), (await model.GetAuthorizationCodeAsync(new("code"), _now, Ct))!.ConsumedAt);
    }

    [Fact]
    public async Task A_consumed_refresh_token_is_kept_past_its_own_expiry_until_its_authorization_ends()
    {
        var model = Model();
        var token = Records.Token("access", "refresh", minutes: 1);
        var authorization = token.Refresh!.Authorization with { EndsAt = Records.Start.AddDays(9) };
        token = token with { Refresh = token.Refresh with { Authorization = authorization } };
        await model.SaveTokenAsync(token, _now, Ct);
        Assert.True(await model.RevokeTokenAsync(token.Refresh!, _now, Ct));
        Assert.False(await model.RevokeTokenAsync(token.Refresh!, _now, Ct));

        _clock.Advance(TimeSpan.FromDays(9) - TimeSpan.FromTicks(1));
        await model.SaveTokenAsync(Records.Token("another", family: "2", minutes: 99999), _now, Ct);
        Assert.NotNull((await model.GetRefreshTokenAsync(new("refresh"), _now, Ct))!.ConsumedAt);
        _clock.Advance(TimeSpan.FromTicks(1));
        await model.SaveTokenAsync(Records.Token("one more", family: "3", minutes: 99999), _now, Ct);
        Assert.Null(await model.GetRefreshTokenAsync(new("refresh"), _now, Ct));
    }

    [Fact]
    public async Task An_exchange_consumes_and_saves_or_does_neither()
    {
        var model = Model();
        var code = Records.Code("code");
        await model.SaveAuthorizationCodeAsync(code, _now, Ct);
        var replay = new Replay(Records.Start.AddSeconds(10), new byte[] { 1, 2, 3 });
        Assert.True(await model.ExchangeAsync(code, Records.Token("first", "refresh"), replay, _now, Ct));
        Assert.False(await model.ExchangeAsync(code, Records.Token("second"), null, _now, Ct));
        Assert.True(await HasAsync(model, "first"));
        Assert.False(await HasAsync(model, "second"));
        var found = await model.GetAuthorizationCodeAsync(new("code"), _now, Ct);
        Assert.Equal(Records.Start, found!.ConsumedAt);
        Assert.Equal(replay.SealedResponse.ToArray(), found.Replay!.SealedResponse.ToArray());
    }

    [Fact]
    public async Task An_exchange_of_what_was_revoked_or_never_saved_saves_nothing()
    {
        var model = Model();
        Assert.False(await model.ExchangeAsync(Records.Code("unknown"), Records.Token("access"), null, _now, Ct));
        await model.SaveAuthorizationCodeAsync(Records.Code("code"), _now, Ct);
        await model.RevokeAuthorizationAsync("family-1", _now, Ct);
        Assert.False(await model.ExchangeAsync(Records.Code("code"), Records.Token("access"), null, _now, Ct));
        Assert.Equal(0, model.Count);
    }

    [Fact]
    public async Task Properties_that_nobody_knows_come_back()
    {
        var model = Model();
        var token = Records.Token("access", "refresh");
        var unknown = Properties.Empty.With("future", "\u2603");
        token = token with
        {
            Access = token.Access with { Properties = unknown },
            Refresh = token.Refresh! with { Properties = unknown },
        };
        await model.SaveTokenAsync(token, _now, Ct);
        Assert.Equal(unknown, (await model.GetAccessTokenAsync(new("access"), _now, Ct))!.Properties);
        Assert.Equal(unknown, (await model.GetRefreshTokenAsync(new("refresh"), _now, Ct))!.Properties);
    }

    [Fact]
    public async Task A_text_of_one_kind_is_not_found_as_another()
    {
        var model = Model();
        await model.SaveTokenAsync(Records.Token("access", "refresh"), _now, Ct);
        Assert.Null(await model.GetAuthorizationCodeAsync(new("refresh"), _now, Ct));
        Assert.Null(await model.GetRefreshTokenAsync(new("access"), _now, Ct));
        Assert.False(await HasAsync(model, "refresh"));
    }
}
