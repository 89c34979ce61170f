using Microsoft.EntityFrameworkCore;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>A DbContext with names that need quotes, and that look like parameters and texts.</summary>
internal sealed class OddDb(DbContextOptions<OddDb> options) : DbContext(options)
{
    internal static OddDb Over(Shop shop)
    {
        using var db = shop.Store.Open();
        var builder = new DbContextOptionsBuilder<OddDb>();
        if (db.Database.IsNpgsql()) builder.UseNpgsql(db.Database.GetConnectionString());
        else builder.UseSqlite(db.Database.GetConnectionString());
        return new(builder.Options);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseOAuth2Server(schema: Database.IsNpgsql() ? "an @odd \"schema\"" : null, prefix: "it's @hash, a \"prefix\" ");
        modelBuilder.Entity<AccessTokenRow>().Property(r => r.Hash).HasColumnName("The Hash");
        modelBuilder.Entity<CredentialRow>().Property(r => r.ConsumedBy).HasColumnName("consumed@by");
        modelBuilder.Entity<ConsentRow>().Property(r => r.Scope).HasColumnName("select");
    }
}
