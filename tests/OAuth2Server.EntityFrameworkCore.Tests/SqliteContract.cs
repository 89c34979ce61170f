using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Testing;

namespace OAuth2Server.EntityFrameworkCore.Tests;

/// <summary>The model contract on SQLite.</summary>
public sealed class SqliteContract : ModelContract
{
    protected override async ValueTask<ModelFixture> CreateAsync(FakeTimeProvider clock) => (await SqliteShop.CreateAsync()).ToFixture();
}
