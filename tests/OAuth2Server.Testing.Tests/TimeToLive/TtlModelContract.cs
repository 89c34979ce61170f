using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Testing.Tests;

/// <summary>A store whose rows expire by its own time passes the contract: the fixture lets that time pass.</summary>
public sealed class TtlModelContract : ModelContract
{
    protected override TimeSpan RaceTime => TimeSpan.FromMilliseconds(100);

    protected override ValueTask<ModelFixture> CreateAsync(FakeTimeProvider clock)
    {
        var store = new TtlStore();
        var model = new TtlModel(store);
        return new(new ModelFixture(model)
        {
            AddClient = (client, secret) =>
            {
                model.AddClient(client, secret);
                return default;
            },
            DisableClient = id =>
            {
                model.DisableClient(id);
                return default;
            },
            LetTimePass = time =>
            {
                store.LetTimePass(time);
                return default;
            },
        });
    }
}
