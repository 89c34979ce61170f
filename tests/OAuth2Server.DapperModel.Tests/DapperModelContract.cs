using Microsoft.Extensions.Time.Testing;
using OAuth2Server.Testing;

namespace OAuth2Server.Samples.Tests;

public sealed class DapperModelContract : ModelContract
{
    protected override async ValueTask<ModelFixture> CreateAsync(FakeTimeProvider clock)
    {
        var database = await LegacyDatabase.CreateAsync();
        return new(new DapperModel(database.Database))
        {
            AddClient = database.AddAppAsync,
            DisableClient = database.DisableAppAsync,
            AddUser = database.AddUserAsync,
            DisableUser = database.LockUserAsync,
            Dump = database.ReadEverythingAsync,
            Close = database.DropAsync,
        };
    }
}
