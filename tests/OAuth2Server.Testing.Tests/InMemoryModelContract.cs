using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Testing.Tests;

public sealed class InMemoryModelContract : ModelContract
{
    protected override ValueTask<ModelFixture> CreateAsync(FakeTimeProvider clock) => new(InMemoryFixture.Of(new InMemoryModel(clock)));
}
