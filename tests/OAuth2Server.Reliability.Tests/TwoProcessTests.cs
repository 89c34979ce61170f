namespace OAuth2Server.Reliability.Tests;

/// <summary>
/// Several servers on one store behave like one server: each accepts the sessions and tokens of the other, and a credential can
/// be used once on all of them together.
/// </summary>
public sealed class TwoProcessTests
{
    [Fact]
    public async Task Two_servers_on_one_PostgreSQL_behave_like_one()
    {
        await using var store = await PostgreSqlDatabase.CreateAsync();
        await CompeteAsync(store, callers: 64);
    }

    [Fact]
    public async Task Two_servers_on_one_SQLite_file_behave_like_one()
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
                await contest.ReuseAsync(chain);
            }
            Assert.Equal(0, await store.ForkedFamiliesAsync(limit.Token));
            // The user signed in and allowed once: each server read the cookie that the other sealed.
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
