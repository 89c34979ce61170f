using OAuth2Server.Testing;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>Each function is one round trip; a whole request is a few.</summary>
public abstract class CommandCountTests
{
    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task A_bearer_look_up_is_one_command() =>
        await IsOneAsync(async (shop, m) => await m.GetAccessTokenAsync(new("unknown"), shop.Now, default));

    [Fact]
    public async Task A_saved_token_pair_is_one_command() =>
        await IsOneAsync((shop, m) => m.SaveTokenAsync(shop.New.Pair(shop.New.Authorization()), shop.Now, default));

    [Fact]
    public async Task A_saved_code_is_one_command() =>
        await IsOneAsync((shop, m) => m.SaveAuthorizationCodeAsync(shop.New.Code("code", shop.New.Authorization()), shop.Now, default));

    [Fact]
    public async Task A_revocation_is_one_command() =>
        await IsOneAsync((shop, m) => m.RevokeAuthorizationAsync("family", shop.Now, default));

    [Fact]
    public async Task A_counted_failure_is_one_command() =>
        await IsOneAsync(async (shop, m) =>
        Assert.Equal(1, await m.AddFailureAsync("key", shop.Clock.GetUtcNow(), shop.Clock.GetUtcNow().AddMinutes(15), default)));

    [Fact]
    public async Task Cleared_failures_are_one_command() => await IsOneAsync((_, m) => m.ClearFailuresAsync("key", default));

    [Fact]
    public async Task A_revoked_access_token_is_one_command() =>
        await IsOneAsync((shop, m) => m.RevokeAccessTokenAsync(shop.New.Pair(shop.New.Authorization()).Access, shop.Now, default));

    [Fact]
    public async Task A_client_and_the_check_of_its_secret_are_one_command() => await IsOneAsync(async (shop, m) =>
    {
        var context = shop.Now;
        var client = await m.GetClientAsync(Shop.PhotoApp.Id, context, default);
        Assert.True(await m.VerifyClientSecretAsync(client!, new(Shop.Secret), context, default));
    });

    [Fact]
    public async Task A_consumed_credential_is_one_command() => await IsOneAfterAsync(async (shop, m) =>
    {
        var pair = shop.New.Pair(shop.New.Authorization());
        await shop.SaveAsync(pair);
        return async () => Assert.True(await m.RevokeTokenAsync(pair.Refresh!, shop.Now, default));
    });

    [Fact]
    public async Task An_exchange_is_one_command() => await IsOneAfterAsync(async (shop, m) =>
    {
        var pair = shop.New.Pair(shop.New.Authorization());
        await shop.SaveAsync(pair);
        return async () =>
            Assert.True(await m.ExchangeAsync(pair.Refresh!, shop.New.Pair(pair.Access.Authorization),
            new(shop.Clock.GetUtcNow().AddSeconds(10), new byte[100]), shop.Now, default));
    });

    [Fact]
    public async Task Every_device_function_is_one_command()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        using var count = new CommandCount();
        await using var db = new ShopDb(shop.Store.With(interceptor: count));
        var model = new ShopModel(db);
        var code = shop.New.Device("device", "user");

        Assert.True(await model.SaveDeviceCodeAsync(code, shop.Now, default));
        Assert.Equal((1, 0), count.Take());
        Assert.NotNull(await model.GetDeviceCodeAsync(new("device"), shop.Now, default));
        Assert.Equal((1, 0), count.Take());
        Assert.NotNull(await model.GetDeviceCodeByUserCodeAsync(new("user"), shop.Now, default));
        Assert.Equal((1, 0), count.Take());
        Assert.True(await model.RecordPollAsync(code, code.Interval, shop.Now, default));
        Assert.Equal((1, 0), count.Take());
        Assert.True(await model.DecideDeviceCodeAsync(code, code.Authorization with { Subject = "7" }, shop.Now, default));
        Assert.Equal((1, 0), count.Take());
        Assert.True(await model.RevokeDeviceCodeAsync(code, shop.Now, default));
        Assert.Equal((1, 0), count.Take());
    }

    [Fact]
    public async Task Every_consent_function_is_one_command()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        using var count = new CommandCount();
        await using var db = new ShopDb(shop.Store.With(interceptor: count));
        var model = new ShopModel(db);

        var consent = new Consent
        {
            Issuer = "i",
            Subject = "s",
            ClientId = "c",
            Scope = Scope.Of("a"),
            GrantedAt = shop.Clock.GetUtcNow(),
        };
        Assert.True(await model.SaveConsentAsync(consent, null, default));
        Assert.Equal((1, 0), count.Take());
        Assert.NotNull(await model.GetConsentAsync("i", "s", "c", default));
        Assert.Equal((1, 0), count.Take());
        Assert.Single(await model.GetConsentsAsync("i", "s", default));
        Assert.Equal((1, 0), count.Take());
        Assert.True(await model.SaveConsentedCodeAsync(shop.New.Code("code", shop.New.Authorization()), consent, shop.Now, default));
        Assert.Equal((1, 0), count.Take());
        await model.RevokeConsentAsync("i", "s", "c", shop.Clock.GetUtcNow(), default);
        Assert.Equal((1, 0), count.Take());
    }

    [Fact]
    public async Task Every_session_function_is_one_command_and_a_list_of_authorizations_is_two()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        using var count = new CommandCount();
        await using var db = new ShopDb(shop.Store.With(interceptor: count));
        var (model, now) = (new ShopModel(db), shop.Clock.GetUtcNow());
        var session = new Session
        {
            Id = "id",
            Hash = SecretHash.Of("session"),
            Subject = "7",
            SignedInAt = now,
            LastSeenAt = now,
            ExpiresAt = now.AddHours(8),
        };

        await model.SaveSessionAsync(session, default);
        Assert.Equal((1, 0), count.Take());
        Assert.NotNull(await model.GetSessionAsync(new("session"), now, default));
        Assert.Equal((1, 0), count.Take());
        Assert.Single(await model.GetSessionsAsync("7", now, 10, default));
        Assert.Equal((1, 0), count.Take());
        await model.RecordSessionSeenAsync(session, now.AddMinutes(1), null, default);
        Assert.Equal((1, 0), count.Take());
        Assert.True(await model.EndSessionAsync("7", "id", default));
        Assert.Equal((1, 0), count.Take());
        Assert.Equal(0, await model.EndSessionsAsync("7", null, default));
        Assert.Equal((1, 0), count.Take());
        Assert.Empty(await model.GetAuthorizationsAsync("i", "7", now, 10, default));
        Assert.Equal((2, 0), count.Take());
    }

    /// <summary>The client and the new token; the client and the code; the client, the credential, the exchange. The user's look-up is
    /// the shop's own query.</summary>
    [Fact]
    public async Task Whole_requests_are_few_commands()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var flow = new CodeFlow(shop, await shop.Store.AddCustomerAsync("alice@example.com", "password"));
        using var count = new CommandCount();
        flow.Options = shop.Store.With(interceptor: count);

        await flow.TokenAsync(("grant_type", "client_credentials"));
        Assert.Equal((2, 0), count.Take());

        var code = await flow.AuthorizeAsync();
        Assert.Equal((2, 0), count.Take());
        var tokens = await flow.RedeemAsync(code);
        Assert.Equal((3, 1), count.Take());
        await flow.RefreshAsync(tokens.Refresh);
        Assert.Equal((3, 1), count.Take());
    }

    private Task IsOneAsync(Func<Shop, ShopModel, ValueTask> call) =>
        IsOneAfterAsync((shop, m) => new ValueTask<Func<Task>>(async () => await call(shop, m)));

    private async Task IsOneAfterAsync(Func<Shop, ShopModel, ValueTask<Func<Task>>> prepare)
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        using var count = new CommandCount();
        await using var db = new ShopDb(shop.Store.With(interceptor: count));
        var call = await prepare(shop, new(db));
        count.Take();
        await call();
        Assert.Equal((1, 0), count.Take());
    }
}

public sealed class SqliteCommandCountTests : CommandCountTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlCommandCountTests : CommandCountTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
