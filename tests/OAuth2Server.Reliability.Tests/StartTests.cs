using System.Security.Cryptography;

namespace OAuth2Server.Reliability.Tests;

/// <summary>The promise: a server that was killed while it made its tables starts again, and without anybody's help.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_server_that_is_killed_while_it_migrates_SQLite_starts_again() =>
        await KillAsync("Sqlite", () => Task.FromResult<TestStore>(new SqliteFile()));

    [Fact]
    public async Task A_server_that_is_killed_while_it_migrates_PostgreSQL_starts_again() =>
        await KillAsync("PostgreSql", PostgreSqlDatabase.CreateAsync);

    // What a kill in the worst moment leaves, whether or not the tests above hit it.
    [Fact]
    public async Task A_half_made_SQLite_file_with_the_lock_of_a_killed_migration_holds_up_nobody()
    {
        using var limit = Length.Limit(1);
        await using var store = new SqliteFile();
        await store.LeaveMigrationLockAsync(limit.Token);
        await using var host = await HostProcess.StartAsync(store.ConfigFile, limit.Token);
        await new Worker(0).StepAsync(host.Http, limit.Token);
    }

    private static async Task KillAsync(string name, Func<Task<TestStore>> create)
    {
        using var limit = Length.Limit(Length.Starts);
        for (var kill = 1; kill <= Length.Starts; kill++)
        {
            await using var store = await create();
            await HostProcess.KillWhileStartingAsync(store.ConfigFile, "Applying", TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(0, 400)), limit.Token);
            await using var host = await HostProcess.StartAsync(store.ConfigFile, limit.Token);
            await new Worker(0).StepAsync(host.Http, limit.Token);
        }
        Report.Add("start", name, Length.Starts);
    }
}
