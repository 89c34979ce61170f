using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The server's tables are in the application's DbContext, with the application's own tables and in its transactions.</summary>
public abstract class OwnDbContextTests
{
    protected abstract ValueTask<ShopStore> CreateAsync();

    [Fact]
    public async Task The_tables_have_the_applications_schema_and_prefix()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        foreach (var table in new[] { "clients", "access_tokens", "credentials", "revocations", "consents", "leases" })
            Assert.InRange(await shop.SqlAsync($"DELETE FROM {shop.Store.Table(table)}"), 0, 1);
    }

    [Fact]
    public async Task The_applications_own_kinds_of_client_and_user_come_back()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var alice = await shop.Store.AddCustomerAsync("alice@example.com", "password");

        var client = Assert.IsType<ShopClient>(await shop.CallAsync(m => m.GetClientAsync(Shop.PhotoApp.Id, shop.Now, default)));
        Assert.Equal(("the photo team", Shop.PhotoApp.Id), (client.Owner, client.Id));
        var user = Assert.IsType<ShopUser>(await shop.CallAsync(m =>
            m.GetUserAsync("alice@example.com", new("password"), client, shop.Now, default)));
        Assert.Equal((alice.Id, "alice@example.com"), (user.Id, user.Email));
        Assert.IsType<ShopUser>(await shop.CallAsync(m => m.GetUserByIdAsync(alice.Id, client, shop.Now, default)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_applications_transaction_decides_about_everything_in_it(bool commits)
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        var pair = shop.New.Pair(shop.New.Authorization(), refresh: "first");
        await shop.SaveAsync(pair);
        await shop.SaveAsync(new Token { Access = shop.New.Access("revoked", shop.New.Authorization() with { Id = "family" }) });

        await InTransactionAsync(shop, commits, async (db, model) =>
        {
            db.Add(new Customer { Email = "bob@example.com", PasswordHash = [1] });
            await db.SaveChangesAsync();
            await model.SaveTokenAsync(new() { Access = shop.New.Access("saved", shop.New.Authorization()) }, shop.Now, default);
            Assert.True(await model.ExchangeAsync(pair.Refresh!, shop.New.Pair(pair.Access.Authorization, "exchanged", "second"), null,
                shop.Now, default));
            await model.RevokeAuthorizationAsync("family", shop.Now, default);
            Assert.NotNull(await model.GetAccessTokenAsync(new("saved"), shop.Now, default));
        });

        Assert.Equal(commits, await shop.FindAccessAsync("saved") is not null);
        Assert.Equal(commits, await shop.FindAccessAsync("exchanged") is not null);
        Assert.Equal(commits, await shop.FindRefreshAsync("second") is not null);
        Assert.Equal(commits, (await shop.FindRefreshAsync("first"))!.ConsumedAt is not null);
        Assert.Equal(commits, await shop.FindAccessAsync("revoked") is null);
        Assert.Equal(commits ? 1 : 0, await shop.CountAsync<Customer>());
    }

    [Fact]
    public async Task A_context_without_the_tables_leads_to_an_error_that_names_the_method_to_call()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await using var db = Forgetful(shop);
        var message = Assert.Throws<InvalidOperationException>(() => new EntityFrameworkModel<ForgetfulDb>(db)).Message;
        Assert.StartsWith("ForgetfulDb does not map ", message, StringComparison.Ordinal);
        Assert.EndsWith("call modelBuilder.UseOAuth2Server() in OnModelCreating.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_contexts_connection_is_closed_after_each_call()
    {
        await using var shop = await Shop.OpenAsync(CreateAsync());
        await using var db = shop.Store.Open();
        await new ShopModel(db).GetAccessTokenAsync(new("unknown"), shop.Now, default);
        Assert.Equal(System.Data.ConnectionState.Closed, db.Database.GetDbConnection().State);
        Assert.Empty(db.ChangeTracker.Entries());
    }

    private static Task InTransactionAsync(Shop shop, bool commits, Func<ShopDb, ShopModel, Task> work)
    {
        var db = shop.Store.Open();
        return db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using (db)
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                await work(db, new(db));
                if (commits) await transaction.CommitAsync();
            }
        });
    }

    private static ForgetfulDb Forgetful(Shop shop)
    {
        using var db = shop.Store.Open();
        var builder = new DbContextOptionsBuilder<ForgetfulDb>();
        if (db.Database.IsNpgsql()) builder.UseNpgsql(db.Database.GetConnectionString());
        else builder.UseSqlite(db.Database.GetConnectionString());
        return new(builder.Options);
    }

    private sealed class ForgetfulDb(DbContextOptions<ForgetfulDb> options) : DbContext(options);
}

public sealed class SqliteOwnDbContextTests : OwnDbContextTests
{
    protected override ValueTask<ShopStore> CreateAsync() => SqliteShop.CreateAsync();
}

public sealed class PostgreSqlOwnDbContextTests : OwnDbContextTests
{
    protected override ValueTask<ShopStore> CreateAsync() => PostgreSqlShop.CreateAsync();
}
