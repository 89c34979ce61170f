namespace OAuth2Server.Tests.Core;

/// <summary>Many callers at the same moment: exactly one uses a credential up.</summary>
[RfcSection("RFC 6749", "4.1.2")]
[RfcSection("RFC 9700", "4.14.2")]
public sealed class Races : ProtocolTests<InProcess>
{
    private const int Callers = 64;
    private const int Rounds = 10;

    private TestServer StartWith(bool exchanges, TimeSpan? interval = null) => Start(s =>
    {
        if (!exchanges) s.Model = new DelegatingModel(s.Store);
        if (interval is { } given) s.Options.RefreshReuseInterval = given;
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_code_is_redeemed_once_and_the_replays_end_what_it_gave(bool exchanges)
    {
        var server = StartWith(exchanges);
        for (var round = 0; round < Rounds; round++)
        {
            var code = await server.CodeAsync();
            var winner = TheOnlyWinner(Together.Run(Callers, _ => server.TokenAsync(Known.Redemption(code))));
            Assert.False(await server.IsAliveAsync(winner.AccessToken));
            (await server.RefreshAsync(winner.RefreshToken)).MustRefuse("invalid_grant");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refresh_token_is_used_once_where_nothing_is_repeated(bool exchanges)
    {
        var server = StartWith(exchanges, TimeSpan.Zero);
        for (var round = 0; round < Rounds; round++)
        {
            var issued = await server.IssueAsync();
            var winner = TheOnlyWinner(Together.Run(Callers, _ => server.RefreshAsync(issued.RefreshToken)));
            Assert.False(await server.IsAliveAsync(winner.AccessToken));
            Assert.False(await server.IsAliveAsync(issued.AccessToken));
        }
    }

    [Fact]
    public async Task Within_the_reuse_interval_all_get_the_same_answer()
    {
        var server = StartWith(exchanges: true);
        for (var round = 0; round < Rounds; round++)
        {
            var issued = await server.IssueAsync();
            var answers = Together.Run(Callers, _ => server.RefreshAsync(issued.RefreshToken));
            Assert.All(answers, a => Assert.Equal(answers[0].MustIssue().Body, a.MustIssue().Body));
            Assert.True(await server.IsAliveAsync(answers[0].AccessToken));
        }
    }

    [Fact]
    public async Task Different_requests_for_one_refresh_token_never_get_two_families()
    {
        var server = StartWith(exchanges: true);
        for (var round = 0; round < Rounds; round++)
        {
            var issued = await server.IssueAsync();
            string[] scopes = ["a", "b", "a b", ""];
            var answers = Together.Run(Callers, i => server.RefreshAsync(issued.RefreshToken, ("scope", scopes[i % 4])));
            var given = answers.Where(a => a.Status == 200).Select(a => a.AccessToken).Distinct().ToList();
            Assert.Single(given);
            Assert.False(await server.IsAliveAsync(given[0]));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_rotated_while_it_is_revoked_is_dead(bool exchanges)
    {
        var server = StartWith(exchanges);
        for (var round = 0; round < 4 * Rounds; round++)
        {
            var issued = await server.IssueAsync();
            var saved = await server.Store.GetRefreshTokenAsync(
                new(issued.RefreshToken), Records.Context(), TestContext.Current.CancellationToken);
            var answers = Together.Run(8, async i =>
            {
                if (i > 0) return await server.RefreshAsync(issued.RefreshToken);
                await server.Store.RevokeAuthorizationAsync(saved!.Authorization.Id, Records.Context(), default);
                return null;
            });
            foreach (var answer in answers.OfType<Answer>().Where(a => a.Status == 200))
            {
                Assert.False(await server.IsAliveAsync(answer.AccessToken));
                (await server.RefreshAsync(answer.RefreshToken)).MustRefuse("invalid_grant");
            }
            Assert.False(await server.IsAliveAsync(issued.AccessToken));
        }
    }

    private static Answer TheOnlyWinner(Answer[] answers)
    {
        var winner = Assert.Single(answers, a => a.Status == 200);
        Assert.All(answers.Where(a => a != winner), a => a.MustRefuse("invalid_grant"));
        return winner;
    }
}
