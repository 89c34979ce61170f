using Microsoft.EntityFrameworkCore;
using OAuth2Server.EntityFrameworkCore;

namespace OAuth2Server.LoadBenchmark;

/// <summary>The server's tables alone.</summary>
internal sealed class BenchDb(DbContextOptions<BenchDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseOAuth2Server();
}
