using System.Security.Cryptography;

namespace OAuth2Server.Reliability.Tests;

/// <summary>
/// Everything that a client received in a complete answer is still valid after the server was killed, and a consumed credential
/// stays consumed. The process gets SIGKILL during refreshes and redemptions and is started again on the same store.
/// </summary>
public sealed class KillTests
{
    [Fact]
    public async Task A_killed_server_on_SQLite_loses_no_token_and_issues_none_twice()
    {
        await using var store = new SqliteFile();
        await KillAsync(store);
    }

    [Fact]
    public async Task A_killed_server_on_PostgreSQL_loses_no_token_and_issues_none_twice()
    {
        await using var store = await PostgreSqlDatabase.CreateAsync();
        await KillAsync(store);
    }

    private static async Task KillAsync(TestStore store)
    {
        using var limit = Length.Limit(Length.Kills);
        var workers = Enumerable.Range(0, HostConfiguration.Users).Select(user => new Worker(user)).ToArray();
        var audit = new Audit(store, limit.Token);
        var host = await HostProcess.StartAsync(store.ConfigFile, limit.Token);
        try
        {
            // In the first step each user signs in and allows the request.
            await Task.WhenAll(workers.Select(worker => worker.StepAsync(host.Http, limit.Token)));
            for (var kill = 1; kill <= Length.Kills; kill++)
            {
                audit.Steps += await new Traffic(host, RandomNumberGenerator.GetInt32(40, 240), limit.Token).RunAsync(workers);
                await host.DisposeAsync();
                host = await HostProcess.StartAsync(store.ConfigFile, limit.Token);
                await audit.RunAsync(host.Http, workers, keepHalf: kill < Length.Kills);
            }

            Assert.All(workers, worker => Assert.Equal((1, 1), (worker.Session.SignIns, worker.Session.Consents)));
            audit.WriteReport(Length.Kills);
        }
        catch
        {
            host.AttachLog($"host on {store.Name}");
            throw;
        }
        finally
        {
            await host.DisposeAsync();
        }
    }
}
