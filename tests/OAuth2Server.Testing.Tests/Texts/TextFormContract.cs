using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Testing.Tests;

/// <summary>A store that keeps the text form of its records passes the whole contract.</summary>
public sealed class TextFormContract : ModelContract
{
    protected override TimeSpan RaceTime => TimeSpan.Zero;

    protected override ValueTask<ModelFixture> CreateAsync(FakeTimeProvider clock)
    {
        var store = new InMemoryModel(clock);
        return new(InMemoryFixture.Of(store, new ThroughText(store)));
    }
}
