using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>Origins of browser clients, beside what the contract says of them.</summary>
public abstract class OriginTests
{
    private const string Origin = "https://spa.example.org";

    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task The_question_is_one_command()
    {
        await using var shop = await WithSpaAsync();
        using var count = new CommandCount();
        Assert.True(await shop.CallAsync(async m =>
            await m.IsClientOriginAsync(Origin, shop.Now, default), shop.Store.With(interceptor: count)));
        Assert.Equal((1, 0), count.Take());
    }

    [Fact]
    public async Task A_damaged_client_allows_nothing_and_keeps_nobody_from_being_allowed()
    {
        await using var shop = await WithSpaAsync();
        await shop.CallAsync(m => new ValueTask(m.SaveClientAsync(Spa("damaged", "https://other.example.org/cb"), null)));
        await using (var db = shop.Store.Open())
            await db.Set<ClientRow>().Where(r => r.Id == "damaged")
                .ExecuteUpdateAsync(set =>
                set.SetProperty(r => r.RedirectUris, "https://other.example.org https://spa.example.org"),
                TestContext.Current.CancellationToken);
        Assert.False(await IsOriginAsync(shop, "https://other.example.org"));
        Assert.True(await IsOriginAsync(shop, Origin));
    }

    [Fact]
    public async Task A_client_that_is_saved_anew_has_its_new_origins_alone()
    {
        await using var shop = await WithSpaAsync();
        await shop.CallAsync(m => new ValueTask(m.SaveClientAsync(Spa("spa", "https://new.example.org/cb"), null)));
        Assert.False(await IsOriginAsync(shop, Origin));
        Assert.True(await IsOriginAsync(shop, "https://new.example.org"));
    }

    [Fact]
    public async Task The_switches_of_a_client_are_kept_beside_its_own_properties()
    {
        await using var shop = await WithSpaAsync();
        var client = Spa("native", "http://localhost/cb") with { Properties = Properties.Empty.With("own", "x") };
        await shop.CallAsync(m => new ValueTask(m.SaveClientAsync(client, null)));
        Assert.False(await IsOriginAsync(shop, "http://localhost:4711"));
        await shop.CallAsync(
            m => new ValueTask(m.SaveClientAsync(client with { AnyLocalhostPort = true, SchemesWithoutDot = true }, null)));
        Assert.True(await IsOriginAsync(shop, "http://localhost:4711"));

        var found = await shop.CallAsync(async m => await m.GetClientAsync("native", shop.Now, default));
        Assert.True(found is { AnyLocalhostPort: true, SchemesWithoutDot: true });
        Assert.Equal(client.Properties, found.Properties);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(AccessTokenFormat.Opaque, "RS256")]
    [InlineData(AccessTokenFormat.Jwt, "ES384")]
    public async Task What_a_client_says_about_its_tokens_is_kept_beside_its_own_properties(AccessTokenFormat? format, string? algorithm)
    {
        await using var shop = await WithSpaAsync();
        var client = Spa("native", "http://localhost/cb") with
        {
            Properties = Properties.Empty.With("own", "x"),
            AccessTokenFormat = format,
            IntrospectionSignedResponseAlg = algorithm,
        };
        await shop.CallAsync(m => new ValueTask(m.SaveClientAsync(client, null)));
        var found = await shop.CallAsync(async m => await m.GetClientAsync("native", shop.Now, default));
        Assert.Equal((format, algorithm), (found!.AccessTokenFormat, found.IntrospectionSignedResponseAlg));
        Assert.Equal(client.Properties, found.Properties);
    }

    private async Task<Shop> WithSpaAsync()
    {
        var shop = await Shop.OpenAsync(CreateAsync());
        await shop.CallAsync(m => new ValueTask(m.SaveClientAsync(Spa("spa", Origin + "/cb"), null)));
        return shop;
    }

    private static Client Spa(string id, string redirectUri) =>
        new() { Id = id, Type = ClientType.Public, GrantTypes = ["authorization_code"], RedirectUris = [redirectUri] };

    private static Task<bool> IsOriginAsync(Shop shop, string origin) =>
        shop.CallAsync(async m => await m.IsClientOriginAsync(origin, shop.Now, default));
}

public sealed class SqliteOriginTests : OriginTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlOriginTests : OriginTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
