using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>An application's own DbContext, with its own users and its own naming; the server's tables are among them.</summary>
public sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseOAuth2Server(schema: Database.IsNpgsql() ? "login" : null, prefix: "sso_");
        modelBuilder.Entity<Customer>().HasIndex(c => c.Email).IsUnique();
    }
}

public sealed class Customer
{
    public int Id { get; set; }

    public required string Email { get; set; }

    public required byte[] PasswordHash { get; set; }

    public bool Closed { get; set; }
}
