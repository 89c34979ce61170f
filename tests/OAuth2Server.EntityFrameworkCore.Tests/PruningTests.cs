namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>Pruning removes rows that cannot be used and need not be recognised; it keeps all others.</summary>
public abstract class PruningTests
{
    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task Expired_tokens_and_codes_go_at_their_expiry_and_not_before()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await shop.SaveAsync(shop.New.Pair(shop.New.Authorization()));
        await shop.SaveAsync(shop.New.Code("code", shop.New.Authorization()));

        Assert.Equal(0, await shop.PruneAllAsync());
        shop.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1, await shop.PruneAllAsync());
        Assert.Null(await shop.FindCodeAsync("code"));
        shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1, 0), (await shop.PruneAllAsync(), await shop.CountAsync<AccessTokenRow>()));
        shop.Clock.Advance(TimeSpan.FromDays(14));
        Assert.Equal((1, 0), (await shop.PruneAllAsync(), await shop.CountAsync<CredentialRow>()));
    }

    /// <summary>Reuse is recognised until the authorization ends (RFC 9700 §4.14.2).</summary>
    [Fact]
    public async Task A_consumed_refresh_token_stays_until_its_authorization_ends()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var pair = shop.New.Pair(shop.New.Authorization(ends: TimeSpan.FromDays(30)), refresh: "first");
        await shop.SaveAsync(pair);
        await shop.ExchangeAsync(pair.Refresh!, shop.New.Pair(pair.Access.Authorization, refresh: "second"));

        shop.Clock.Advance(TimeSpan.FromDays(29));
        await shop.PruneAllAsync();
        Assert.NotNull((await shop.FindRefreshAsync("first"))!.ConsumedAt);
        shop.Clock.Advance(TimeSpan.FromDays(1));
        await shop.PruneAllAsync();
        Assert.Equal(0, await shop.CountAsync<CredentialRow>());
    }

    /// <summary>A used code is recognised as long as what it gave can be used (RFC 6749 §4.1.2); then its row goes.</summary>
    [Theory]
    [InlineData(false, 30)]
    [InlineData(true, 30)]
    [InlineData(false, null)]
    [InlineData(true, null)]
    public async Task A_used_code_stays_as_long_as_what_it_gave_can_be_used(bool refreshes, int? days)
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var authorization = days is { } end ? shop.New.Authorization(ends: TimeSpan.FromDays(end)) : shop.New.Authorization(endless: true);
        var code = shop.New.Code("code", authorization);
        await shop.SaveAsync(code);
        var token = new Token
        {
            Access = shop.New.Access("access", authorization, TimeSpan.FromHours(1)),
            Refresh = refreshes ? shop.New.Refresh("refresh", authorization, TimeSpan.FromDays(14)) : null,
        };
        Assert.True(await shop.ExchangeAsync(code, token));

        shop.Clock.Advance((refreshes ? TimeSpan.FromDays(14) : TimeSpan.FromHours(1)) - TimeSpan.FromTicks(1));
        await shop.PruneAllAsync();
        Assert.NotNull((await shop.FindCodeAsync("code"))!.ConsumedAt);
        shop.Clock.Advance(refreshes && days is not null ? TimeSpan.FromDays(16) : TimeSpan.FromTicks(1));
        shop.Clock.Advance(TimeSpan.FromTicks(1));
        await shop.PruneAllAsync();
        Assert.Equal((0, 0), (await shop.CountAsync<CredentialRow>(), await shop.CountAsync<AccessTokenRow>()));
    }

    [Fact]
    public async Task An_endless_authorization_that_was_unused_too_long_is_removed_with_its_consumed_tokens()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var (idle, used) = (await ChainAsync(shop, 5), await ChainAsync(shop, 5));
        shop.Clock.Advance(TimeSpan.FromDays(10));
        var last = (await shop.FindRefreshAsync(used[^1]))!;
        Assert.True(await shop.ExchangeAsync(last, shop.New.Pair(last.Authorization)));
        shop.Clock.Advance(TimeSpan.FromDays(10));

        await shop.PruneAllAsync(batch: 2);
        foreach (var text in idle) Assert.Null(await shop.FindRefreshAsync(text));
        foreach (var text in used) Assert.NotNull((await shop.FindRefreshAsync(text))!.ConsumedAt);
        Assert.Equal(6, await shop.CountAsync<CredentialRow>());
    }

    [Fact]
    public async Task An_endless_authorization_with_one_fresh_refresh_token_keeps_all_its_consumed_ones()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var authorization = shop.New.Authorization(endless: true);
        var pair = shop.New.Pair(authorization, refresh: "consumed");
        await shop.SaveAsync(pair);
        await shop.ExchangeAsync(pair.Refresh!, new() { Access = shop.New.Access("a", authorization),
            Refresh = shop.New.Refresh("short", authorization, TimeSpan.FromDays(1)) });
        await shop.SaveAsync(new Token { Access = shop.New.Access("b", authorization),
            Refresh = shop.New.Refresh("long", authorization, TimeSpan.FromDays(9)) });

        shop.Clock.Advance(TimeSpan.FromDays(2));
        await shop.PruneAllAsync();
        Assert.NotNull(await shop.FindRefreshAsync("long"));
        Assert.NotNull(await shop.FindRefreshAsync("consumed"));
    }

    /// <summary>A save that was under way when the authorization was revoked must not become usable because the tombstone was
    /// removed.</summary>
    [Fact]
    public async Task A_tombstone_stays_until_nothing_of_its_family_is_left()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var authorization = shop.New.Authorization();
        await shop.RevokeAsync(authorization);
        await shop.SaveAsync(new Token { Access = shop.New.Access("late", authorization, TimeSpan.FromDays(30)),
            Refresh = shop.New.Refresh("late too", authorization, TimeSpan.FromDays(20)) });

        for (var day = 0; day < 30; day++)
        {
            Assert.Null(await shop.FindAccessAsync("late"));
            Assert.Null(await shop.FindRefreshAsync("late too"));
            Assert.Equal(1, await shop.CountAsync<RevocationRow>());
            shop.Clock.Advance(TimeSpan.FromDays(1));
            await shop.PruneAllAsync();
        }
        shop.Clock.Advance(TimeSpan.FromDays(1));
        await shop.PruneAllAsync();
        Assert.Equal((0, 0, 0), (await shop.CountAsync<RevocationRow>(), await shop.CountAsync<AccessTokenRow>(),
            await shop.CountAsync<CredentialRow>()));
    }

    /// <summary>A token exchange saves under the same id as long as the authorization of its subject token lasts, and has nothing in the
    /// store meanwhile.</summary>
    [Fact]
    public async Task A_tombstone_of_an_authorization_that_is_known_stays_until_it_ends_and_a_week_at_least()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var now = shop.Clock.GetUtcNow();
        var (longer, shorter) = (shop.New.Authorization() with { EndsAt = now.AddDays(90) },
            shop.New.Authorization() with { EndsAt = now.AddDays(1) });
        foreach (var authorization in (Authorization[])[longer, shorter])
        {
            await shop.CallAsync(async m =>
            {
                await ((IAuthorizationModel)m).RevokeAuthorizationAsync(authorization, shop.Now, default);
                return true;
            });
        }
        shop.Clock.Advance(TimeSpan.FromDays(6));
        await shop.PruneAllAsync();
        Assert.Equal(2, await shop.CountAsync<RevocationRow>());
        shop.Clock.Advance(TimeSpan.FromDays(83));
        await shop.PruneAllAsync();
        Assert.Equal(1, await shop.CountAsync<RevocationRow>());
        await shop.SaveAsync(new Token { Access = shop.New.Access("late", longer, TimeSpan.FromHours(1)) });
        Assert.Null(await shop.FindAccessAsync("late"));
        shop.Clock.Advance(TimeSpan.FromDays(2));
        await shop.PruneAllAsync();
        await shop.PruneAllAsync();
        Assert.Equal(0, await shop.CountAsync<RevocationRow>());
    }

    [Fact]
    public async Task Forgotten_failures_go_at_their_time_and_not_before()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var until = shop.Clock.GetUtcNow().AddMinutes(15);
        foreach (var key in (string[])["a", "b", "c"]) await shop.CallAsync(m =>
            m.AddFailureAsync(key, shop.Clock.GetUtcNow(), until, default));
        shop.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        Assert.Equal(0, await shop.PruneAllAsync());
        shop.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((3, 0), (await shop.PruneAllAsync(batch: 2), await shop.CountAsync<AttemptRow>()));
    }

    [Fact]
    public async Task The_tombstone_of_an_access_token_goes_with_it_at_its_expiry()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var token = shop.New.Access("revoked", shop.New.Authorization(), TimeSpan.FromHours(1));
        await shop.SaveAsync(new Token { Access = token });
        await shop.CallAsync(async m =>
        {
            await m.RevokeAccessTokenAsync(token, shop.Now, default);
            return true;
        });

        shop.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.Equal(0, await shop.PruneAllAsync());
        Assert.Null(await shop.FindAccessAsync("revoked"));
        shop.Clock.Advance(TimeSpan.FromTicks(2));
        Assert.Equal(2, await shop.PruneAllAsync());
        Assert.Equal((0, 0), (await shop.CountAsync<AccessTokenRow>(), await shop.CountAsync<RevocationRow>()));
    }

    [Fact]
    public async Task A_call_removes_no_more_than_its_limit_from_all_tables_together()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        for (var i = 0; i < 10; i++) await shop.SaveAsync(shop.New.Pair(shop.New.Authorization()));
        shop.Clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(12, await shop.CallAsync(m => m.PruneAsync(shop.Clock.GetUtcNow(), 12, default)));
        Assert.Equal(8, await shop.CallAsync(m => m.PruneAsync(shop.Clock.GetUtcNow(), 12, default)));
        Assert.Equal(0, await shop.CallAsync(m => m.PruneAsync(shop.Clock.GetUtcNow(), 12, default)));
    }

    private static async Task<List<string>> ChainAsync(Shop shop, int length)
    {
        var texts = Enumerable.Range(0, length).Select(_ => Records.Text()).ToList();
        var pair = shop.New.Pair(shop.New.Authorization(endless: true), refresh: texts[0]);
        await shop.SaveAsync(pair);
        foreach (var text in texts.Skip(1))
        {
            var next = shop.New.Pair(pair.Access.Authorization, refresh: text);
            Assert.True(await shop.ExchangeAsync(pair.Refresh!, next));
            pair = next;
        }
        return texts;
    }
}

public sealed class SqlitePruningTests : PruningTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlPruningTests : PruningTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
