namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The connection breaks after the commit and before its answer; the execution strategy runs the statement again, which must
/// recognise its own work.</summary>
public abstract class LostAnswerTests
{
    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task A_repeated_exchange_is_its_own_success()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var pair = await PairAsync(shop);
        var (access, refresh) = (Records.Text(), Records.Text());
        var successor = shop.New.Pair(pair.Access.Authorization, access, refresh);

        Assert.True(await AgainAsync(shop, m =>
            m.ExchangeAsync(pair.Refresh!, successor, new(shop.Clock.GetUtcNow().AddSeconds(10), new byte[] { 1, 2 }), shop.Now, default)));
        Assert.NotNull(await shop.FindAccessAsync(access));
        Assert.Null((await shop.FindRefreshAsync(refresh))!.ConsumedAt);
        Assert.Equal((2, 2), (await shop.CountAsync<AccessTokenRow>(), await shop.CountAsync<CredentialRow>()));
    }

    [Fact]
    public async Task Another_caller_between_the_two_attempts_is_refused_and_the_first_still_wins()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var pair = await PairAsync(shop);
        var other = true;

        var won = await AgainAsync(shop, m =>
            m.ExchangeAsync(pair.Refresh!, shop.New.Pair(pair.Access.Authorization), null, shop.Now, default),
            async () => other = await shop.ExchangeAsync(pair.Refresh!, shop.New.Pair(pair.Access.Authorization)));
        Assert.Equal((true, false), (won, other));
        Assert.Equal(2, await shop.CountAsync<AccessTokenRow>());
    }

    [Fact]
    public async Task A_different_caller_afterwards_is_refused_however_often_it_tries()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var pair = await PairAsync(shop);
        Assert.True(await AgainAsync(shop, m =>
            m.ExchangeAsync(pair.Refresh!, shop.New.Pair(pair.Access.Authorization), null, shop.Now, default)));
        Assert.False(await AgainAsync(shop, m =>
            m.ExchangeAsync(pair.Refresh!, shop.New.Pair(pair.Access.Authorization), null, shop.Now, default)));
        Assert.False(await AgainAsync(shop, m => m.RevokeTokenAsync(pair.Refresh!, shop.Now, default)));
    }

    [Fact]
    public async Task What_a_device_and_its_user_do_is_its_own_success_when_repeated()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var code = shop.New.Device("device", "user");
        var granted = code.Authorization with { Subject = "7" };
        Assert.True(await AgainAsync(shop, m => m.SaveDeviceCodeAsync(code, shop.Now, default)));
        Assert.Equal(1, await shop.CountAsync<CredentialRow>());
        Assert.True(await AgainAsync(shop, m => m.RecordPollAsync(code, TimeSpan.FromSeconds(10), shop.Now, default)));
        Assert.True(await AgainAsync(shop, m => m.DecideDeviceCodeAsync(code, granted, shop.Now, default)));
        Assert.False(await AgainAsync(shop, m => m.DecideDeviceCodeAsync(code, granted, shop.Now, default)));
        Assert.True(await AgainAsync(shop, m => m.RevokeDeviceCodeAsync(code, shop.Now, default)));
        Assert.False(await AgainAsync(shop, m => m.RevokeDeviceCodeAsync(code, shop.Now, default)));
    }

    [Fact]
    public async Task A_user_code_that_an_expired_device_holds_is_taken_over_once_when_repeated()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        Assert.True(await shop.CallAsync(m => m.SaveDeviceCodeAsync(shop.New.Device("old", "user"), shop.Now, default)));
        shop.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.True(await AgainAsync(shop, m => m.SaveDeviceCodeAsync(shop.New.Device("new", "user"), shop.Now, default)));
        Assert.False(await AgainAsync(shop, m => m.SaveDeviceCodeAsync(shop.New.Device("third", "user"), shop.Now, default)));
        Assert.Equal(1, await shop.CountAsync<CredentialRow>());
    }

    [Fact]
    public async Task A_repeated_save_is_one_save()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var access = Records.Text();
        await AgainAsync(shop, async m =>
        {
            await m.SaveTokenAsync(shop.New.Pair(shop.New.Authorization(), access), shop.Now, default);
            await m.SaveAuthorizationCodeAsync(shop.New.Code("code", shop.New.Authorization()), shop.Now, default);
            return true;
        });
        Assert.NotNull(await shop.FindAccessAsync(access));
        Assert.NotNull(await shop.FindCodeAsync("code"));
        Assert.Equal((1, 2), (await shop.CountAsync<AccessTokenRow>(), await shop.CountAsync<CredentialRow>()));
    }

    [Fact]
    public async Task A_repeated_consumption_is_true_once_more_for_its_own_caller_only()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var pair = await PairAsync(shop);
        var code = shop.New.Code("code", shop.New.Authorization());
        await shop.SaveAsync(code);

        Assert.True(await AgainAsync(shop, m => m.RevokeTokenAsync(pair.Refresh!, shop.Now, default)));
        Assert.False(await shop.CallAsync(m => m.RevokeTokenAsync(pair.Refresh!, shop.Now, default)));
        Assert.True(await AgainAsync(shop, m => m.RevokeAuthorizationCodeAsync(code, shop.Now, default)));
        Assert.False(await shop.CallAsync(m => m.RevokeAuthorizationCodeAsync(code, shop.Now, default)));
    }

    [Fact]
    public async Task A_repeated_revocation_and_withdrawal_stay_one()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var pair = await PairAsync(shop);
        await AgainAsync(shop, async m =>
        {
            await m.RevokeAuthorizationAsync(pair.Access.Authorization.Id, shop.Now, default);
            await m.RevokeConsentAsync("i", "s", "c", shop.Clock.GetUtcNow(), default);
            return true;
        });
        Assert.Equal((1, 1), (await shop.CountAsync<RevocationRow>(), await shop.CountAsync<ConsentRow>()));
    }

    /// <summary>The one statement that does not recognise its own work. One failure may count twice; a lost answer never hides a
    /// failure.</summary>
    [Fact]
    public async Task A_repeated_failure_counts_twice()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        Assert.Equal(2, await AgainAsync(shop, m =>
            m.AddFailureAsync("key", shop.Clock.GetUtcNow(), shop.Clock.GetUtcNow().AddMinutes(15), default)));
    }

    [Fact]
    public async Task A_repeated_save_does_not_bring_a_revoked_access_token_back()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var access = Records.Text();
        var pair = shop.New.Pair(shop.New.Authorization(), access);
        // The answer of a save is lost; another node answers the client's repetition, and the client revokes before the first node
        // tries again.
        await AgainAsync(shop, async m =>
        {
            await m.SaveTokenAsync(pair, shop.Now, default);
            return true;
        }, () => shop.CallAsync(async m =>
        {
            await m.RevokeAccessTokenAsync(pair.Access, shop.Now, default);
            return true;
        }));
        Assert.Null(await shop.FindAccessAsync(access));
        Assert.Equal((1, 1), (await shop.CountAsync<AccessTokenRow>(), await shop.CountAsync<RevocationRow>()));
    }

    [Fact]
    public async Task A_repeated_exchange_does_not_bring_a_revoked_access_token_back()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var pair = await PairAsync(shop);
        var access = Records.Text();
        var successor = shop.New.Pair(pair.Access.Authorization, access, Records.Text());
        Assert.True(await AgainAsync(shop, m => m.ExchangeAsync(pair.Refresh!, successor, null, shop.Now, default), () =>
            shop.CallAsync(async m =>
        {
            await m.RevokeAccessTokenAsync(successor.Access, shop.Now, default);
            return true;
        })));
        Assert.Null(await shop.FindAccessAsync(access));
    }

    [Fact]
    public async Task A_repeated_save_of_signing_keys_is_its_own_success()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        Assert.True(await AgainAsync(shop, m => m.SaveSigningKeysAsync(Ring(1, "a"), default)));
        Assert.False(await AgainAsync(shop, m => m.SaveSigningKeysAsync(Ring(1, "a"), default)));
        Assert.True(await AgainAsync(shop, m => m.SaveSigningKeysAsync(Ring(2, "b"), default)));
        Assert.False(await AgainAsync(shop, m => m.SaveSigningKeysAsync(Ring(2, "b"), default)));
        Assert.Equal(["b"], (await shop.CallAsync(m => m.GetSigningKeysAsync(default))).Keys.Select(key => key.Id));
    }

    /// <summary>The caller reads the ring again and finds its own key in it, or another node's next one.</summary>
    [Fact]
    public async Task A_ring_that_another_node_replaced_before_the_repetition_is_not_brought_back()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        Assert.False(await AgainAsync(shop, m => m.SaveSigningKeysAsync(Ring(1, "a"), default), async () =>
            Assert.True(await shop.CallAsync(m => m.SaveSigningKeysAsync(Ring(2, "a", "b"), default)))));
        var ring = await shop.CallAsync(m => m.GetSigningKeysAsync(default));
        Assert.Equal((2, 2), (ring.Version, ring.Keys.Length));
    }

    private static SigningKeyRing Ring(long version, params IEnumerable<string> ids) => new()
    {
        Version = version,
        Keys =
        [
            .. ids.Select(id => new SigningKey
            {
                Id = id,
                Algorithm = "ES256",
                PublicKey = [1],
                PrivateKey = [2],
                PublishedAt = DateTimeOffset.UnixEpoch,
                SignsAt = DateTimeOffset.UnixEpoch,
                RetiresAt = DateTimeOffset.UnixEpoch,
                RemovedAt = DateTimeOffset.UnixEpoch,
            }),
        ],
    };

    private static async Task<Token> PairAsync(Shop shop)
    {
        var pair = shop.New.Pair(shop.New.Authorization());
        await shop.SaveAsync(pair);
        return pair;
    }

    private static Task<T> AgainAsync<T>(Shop shop, Func<ShopModel, ValueTask<T>> call, Func<Task>? meanwhile = null) =>
        shop.CallAsync(call, shop.Store.With(strategy: d => new AnswerLost(d, meanwhile)));
}

public sealed class SqliteLostAnswerTests : LostAnswerTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlLostAnswerTests : LostAnswerTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
