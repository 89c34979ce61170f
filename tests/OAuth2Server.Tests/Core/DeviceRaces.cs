namespace OAuth2Server.Tests.Core;

/// <summary>Many at the same moment: one poll gets tokens, one answer counts.</summary>
[RfcSection("RFC 8628", "3.5")]
public sealed class DeviceRaces : ProtocolTests<InProcess>
{
    private const int Callers = 64;
    private const int Rounds = 10;

    private TestServer StartWith(bool exchanges, bool records = true) => Start(s =>
    {
        if (!records) s.Model = new NeverSlow(s.Store);
        else if (!exchanges) s.Model = new DelegatingModel(s.Store);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_many_polls_of_one_allowed_code_one_gets_tokens(bool exchanges)
    {
        var server = StartWith(exchanges);
        for (var round = 0; round < Rounds; round++)
        {
            var code = await server.AllowedDeviceCodeAsync();
            var answers = Together.Run(Callers, _ => server.PollAsync(code));
            Assert.Single(answers, a => a.Status == 200);
            var refused = answers.Where(a => a.Status != 200);
            Assert.All(refused, a => Assert.Contains(a.MustBe(400)["error"], (string[])["slow_down", "invalid_grant"]));
        }
    }

    [Fact]
    public async Task Where_polls_are_not_counted_the_code_is_still_used_once_and_the_replays_end_what_it_gave()
    {
        var server = StartWith(exchanges: false, records: false);
        for (var round = 0; round < Rounds; round++)
        {
            var code = await server.AllowedDeviceCodeAsync();
            var answers = Together.Run(Callers, _ => server.PollAsync(code));
            var winner = Assert.Single(answers, a => a.Status == 200);
            Assert.All(answers.Where(a => a != winner), a => a.MustRefuse("invalid_grant"));
            Assert.False(await server.IsAliveAsync(winner.AccessToken));
        }
    }

    [Fact]
    public async Task Of_many_polls_of_one_pending_code_one_is_in_time()
    {
        var server = StartWith(exchanges: true);
        for (var round = 0; round < Rounds; round++)
        {
            var code = (await server.AuthorizeDeviceAsync()).DeviceCode;
            var answers = Together.Run(Callers, _ => server.PollAsync(code));
            var inTime = Assert.Single(answers, a => a["error"] == "authorization_pending");
            Assert.All(answers.Where(a => a != inTime), a => a.MustRefuse("slow_down"));
        }
    }

    [Fact]
    public async Task Of_many_answers_one_counts()
    {
        var server = StartWith(exchanges: true);
        for (var round = 0; round < Rounds; round++)
        {
            var codes = await server.AuthorizeDeviceAsync();
            var said = Together.Run(Callers, async i =>
            {
                var answered = i % 3 == 0 ? null : $"user-{i}";
                return (User: answered, Error: await server.AnswerDeviceAsync(codes.UserCode, new(answered)));
            });
            var (user, _) = Assert.Single(said, s => s.Error.Length == 0);
            Assert.All(said.Where(s => s.Error.Length > 0), s => Assert.Equal("invalid_grant", s.Error));

            var polled = await server.PollAsync(codes.DeviceCode);
            if (user is null) polled.MustRefuse("access_denied");
            else Assert.Equal(user, (await server.BearerAsync(polled.MustIssue().AccessToken))["sub"]);
        }
    }

    private sealed class NeverSlow(InMemoryModel inner) : DelegatingModel(inner)
    {
        public override ValueTask<bool> RecordPollAsync(DeviceCode code, TimeSpan interval, OAuthContext context, CancellationToken ct) =>
            new(true);
    }
}
