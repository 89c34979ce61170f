using System.Security.Cryptography;

namespace OAuth2Server.Reliability.Tests;

/// <summary>A server that was killed while it created its tables starts again without the help of an operator.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_server_that_is_killed_while_it_migrates_SQLite_starts_again() =>
        await KillAsync("Sqlite", () => Task.FromResult<TestStore>(new SqliteFile()));

    [Fact]
    public async Task A_server_that_is_killed_while_it_migrates_PostgreSQL_starts_again() =>
        await KillAsync("PostgreSql", PostgreSqlDatabase.CreateAsync);

    // The state after a kill at the worst moment. The tests above can miss that moment.
    [Fact]
    public async Task A_SQLite_file_with_the_lock_of_a_killed_migration_does_not_block_the_start()
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
            var delay = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(0, 400));
            await HostProcess.KillWhileStartingAsync(store.ConfigFile, "Applying", delay, limit.Token);
            await using var host = await HostProcess.StartAsync(store.ConfigFile, limit.Token);
            await new Worker(0).StepAsync(host.Http, limit.Token);
        }
        Report.Add("start", name, Length.Starts);
    }
}
