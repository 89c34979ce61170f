using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Testing;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The model contract on PostgreSQL.</summary>
public sealed class PostgreSqlContract : ModelContract
{
    protected override async ValueTask<ModelFixture> CreateAsync(FakeTimeProvider clock) =>
        (await PostgreSqlShop.CreateAsync()).ToFixture();
}
