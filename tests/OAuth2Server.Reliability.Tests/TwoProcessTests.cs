namespace OAuth2Server.Reliability.Tests;

/// <summary>The promise: several servers on one store are one server. Sessions and tokens of one are good at the other, and single use is single across them.</summary>
public sealed class TwoProcessTests
{
    [Fact]
    public async Task Two_servers_on_one_PostgreSQL_are_one()
    {
        await using var store = await PostgreSqlDatabase.CreateAsync();
        await CompeteAsync(store, callers: 64);
    }

    [Fact]
    public async Task Two_servers_on_one_SQLite_file_are_one()
    {
        await using var store = new SqliteFile();
        await CompeteAsync(store, callers: 16);
    }

    private static async Task CompeteAsync(TestStore store, int callers)
    {
        using var limit = Length.Limit(Length.Rounds);
        await using var nodes = await TwoNodes.StartAsync(store, limit.Token);
        try
        {
            var session = new UserSession(0);
            var contest = new Contest(nodes, session, callers, limit.Token);
            for (var round = 1; round <= Length.Rounds; round++)
            {
                await contest.RedeemOneCodeAsync();
                var chain = await contest.RefreshOneTokenAsync();
                await contest.ReplayAsync(chain);
            }
            Assert.Equal(0, await store.ForkedFamiliesAsync(limit.Token));
            // The cookie that one sealed, the other opened.
            Assert.Equal((1, 1), (session.SignIns, session.Consents));
            Report.Add("nodes", store.Name, Length.Rounds, callers, contest.Redeemed, contest.Refused, contest.Repeated);
        }
        catch
        {
            nodes.AttachLogs();
            throw;
        }
    }
}
