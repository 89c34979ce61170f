using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OAuth2Server;
using OAuth2Server.AspNetCore;
using OAuth2Server.EntityFrameworkCore;

namespace Snippets;

// snippet: ef-context
public sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseOAuth2Server(schema: "login", prefix: "sso_");
    }
}
// end-snippet

// snippet: ef-model
public sealed class ShopModel(ShopDb db) : EntityFrameworkModel<ShopDb>(db), IUserModel
{
    public async ValueTask<User?> GetUserByIdAsync(string subject, Client client, OAuthContext context, CancellationToken ct) =>
        await Context.Customers.AnyAsync(c => c.Id == subject && !c.Closed, ct) ? new User(subject) : null;
}
// end-snippet

public sealed class Customer
{
    public required string Id { get; init; }

    public bool Closed { get; init; }
}

internal static class EntityFramework
{
    internal static void Configure(IServiceCollection services, string file)
    {
        // snippet: ef-services
        services.AddDbContextPool<ShopDb>(o => o.UseSqlite($"Data Source={file}").UseOAuth2Sqlite());
        services.AddOAuth2Server<ShopModel>(o => o.Issuer = "https://auth.example.com")
            .AddAuthorizationCode().AddRefreshToken().AddClientCredentials();
        services.AddScoped<IPruningModel>(s => s.GetRequiredService<ShopModel>());
        services.AddOAuth2Pruning<ShopDb>();
        // end-snippet
    }

    internal static void PostgreSql(IServiceCollection services, string connection)
    {
        // snippet: ef-postgres
        services.AddDbContextPool<ShopDb>(o => o.UseNpgsql(connection, npgsql => npgsql.EnableRetryOnFailure()));
        // end-snippet
    }

    internal static async Task TransactionAsync(
        ShopDb db, ShopModel model, Customer customer, OAuthContext context, Token token, CancellationToken ct)
    {
        // snippet: ef-transaction
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            db.Add(customer);
            await db.SaveChangesAsync(ct);
            await model.SaveTokenAsync(token, context, ct);
            await transaction.CommitAsync(ct);
        });
        // end-snippet
    }
}
