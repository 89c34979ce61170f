namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The secret of a client and the one before it, and what else a client has beside its columns.</summary>
public abstract class ClientSecretTests
{
    private const string Before = "the-secret-before-with-more-than-128-bits";

    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task Both_secrets_are_valid_until_the_older_one_expires()
    {
        await using var shop = await WithPreviousAsync(TimeSpan.FromHours(1));
        Assert.True(await VerifyAsync(shop, Shop.Secret) && await VerifyAsync(shop, Before));
        Assert.False(await VerifyAsync(shop, "another secret"));

        shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.False(await VerifyAsync(shop, Before));
        Assert.True(await VerifyAsync(shop, Shop.Secret));
    }

    [Fact]
    public async Task A_client_that_is_saved_again_has_only_the_secrets_of_that_time()
    {
        await using var shop = await WithPreviousAsync(TimeSpan.FromHours(1));
        await shop.CallAsync(m => new ValueTask(m.SaveClientAsync(Shop.PhotoApp, Shop.Secret)));
        Assert.False(await VerifyAsync(shop, Before));
    }

    [Fact]
    public async Task The_properties_of_a_client_show_neither_the_secret_nor_its_hash()
    {
        await using var shop = await WithPreviousAsync(TimeSpan.FromHours(1));
        var found = (await shop.CallAsync(async m => await m.GetClientAsync("photo-app", shop.Now, default)))!;
        Assert.Equal(Shop.PhotoApp.Properties, found.Properties);

        // What an application put there under the same names has no effect.
        var own = Shop.PhotoApp with
        {
            Properties = Properties.Empty
                .With("previous_client_secret_sha256", Convert.ToHexStringLower(SecretHash.Of("chosen").ToByteArray()))
                .With("previous_client_secret_expires_at", "3000000000000000000")
                .With("first_party", "true"),
        };
        await shop.CallAsync(m => new ValueTask(m.SaveClientAsync(own, Shop.Secret)));
        Assert.False(await VerifyAsync(shop, "chosen"));
        found = (await shop.CallAsync(async m => await m.GetClientAsync("photo-app", shop.Now, default)))!;
        Assert.False(found.FirstParty);
        Assert.Empty(found.Properties);
    }

    [Fact]
    public async Task A_first_party_client_stays_one()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await shop.CallAsync(m => new ValueTask(m.SaveClientAsync(Shop.PhotoApp with { FirstParty = true }, Shop.Secret)));
        var found = await shop.CallAsync(async m => await m.GetClientAsync("photo-app", shop.Now, default));
        Assert.True(found is { FirstParty: true, Properties.Count: 1 });
    }

    [Theory]
    [InlineData("zz", "3000000000000000000")]
    [InlineData("00", "3000000000000000000")]
    [InlineData("00", "-1")]
    [InlineData("00", "99999999999999999999")]
    [InlineData("00", "9000000000000000000")]
    public async Task A_damaged_previous_secret_is_refused_and_logged_and_the_present_one_works(string hash, string expiry)
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var damaged = $$$"""{{"previous_client_secret_sha256":"{{{hash}}}","previous_client_secret_expires_at":"{{{expiry}}}"}}""";
        Assert.Equal(1, await shop.SqlAsync($"UPDATE {shop.Store.Table("clients")} SET properties = '{damaged}'"));
        var log = new CapturedLog<EntityFrameworkModel<ShopDb>>();
        await using var db = shop.Store.Open();
        var model = new ShopModel(db, log);

        Assert.False(await model.VerifyClientSecretAsync(Shop.PhotoApp, new(Before), shop.Now, default));
        Assert.True(await model.VerifyClientSecretAsync(Shop.PhotoApp, new(Shop.Secret), shop.Now, default));
        Assert.Contains("photo-app", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    private async Task<Shop> WithPreviousAsync(TimeSpan valid)
    {
        var shop = await Shop.OpenAsync(CreateAsync());
        var previous = new PreviousSecret(new(Before), shop.Clock.GetUtcNow() + valid);
        await shop.CallAsync(m => new ValueTask(m.SaveClientAsync(Shop.PhotoApp, Shop.Secret, previous, default)));
        return shop;
    }

    private static Task<bool> VerifyAsync(Shop shop, string secret) =>
        shop.CallAsync(async m => await m.VerifyClientSecretAsync(Shop.PhotoApp, new(secret), shop.Now, default));
}

public sealed class SqliteClientSecretTests : ClientSecretTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlClientSecretTests : ClientSecretTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
