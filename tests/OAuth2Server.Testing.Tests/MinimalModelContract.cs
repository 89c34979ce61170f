using Microsoft.Extensions.Time.Testing;

namespace OAuth2Server.Testing.Tests;

/// <summary>The model of under 60 lines passes the contract, with the one client that it can hold.</summary>
public sealed class MinimalModelContract : ModelContract
{
    protected override TimeSpan RaceTime => TimeSpan.FromMilliseconds(100);

    protected override ValueTask<ModelFixture> CreateAsync(FakeTimeProvider clock)
    {
        MinimalModel? model = null;
        return new(new ModelFixture(() => new(new ModelScope(model ?? Of(new() { Id = "", Type = ClientType.Public }, ""))))
        {
            AddClient = (client, secret) =>
            {
                if (model is not null) throw new NotSupportedException("MinimalModel holds one client.");
                model = Of(client, secret ?? "");
                return default;
            },
        });
    }

    private static MinimalModel Of(Client client, string secret) => new(client, SecretHash.Of(secret), SecretHash.Of("unused"));
}
