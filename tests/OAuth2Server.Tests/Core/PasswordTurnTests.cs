using System.Net;

namespace OAuth2Server.Tests.Core;

/// <summary>Passwords are verified a few at a time.</summary>
[RfcSection("RFC 6749", "4.3.2")]
public sealed class PasswordTurnTests
{
    private static readonly Network _one = Network.Of(IPAddress.Parse("203.0.113.7"));
    private static readonly Network _other = Network.Of(IPAddress.Parse("198.51.100.4"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task So_many_run_so_many_wait_and_the_rest_is_sent_away()
    {
        var turns = new PasswordTurns(2, 1);
        Assert.True(await turns.TakeAsync(_one, Ct));
        Assert.True(await turns.TakeAsync(_one, Ct));
        var waiting = turns.TakeAsync(_one, Ct).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.False(await turns.TakeAsync(_one, Ct));

        turns.End();
        Assert.True(await waiting);
        var next = turns.TakeAsync(_one, Ct).AsTask();
        Assert.False(next.IsCompleted);
        turns.End();
        Assert.True(await next);
    }

    [Fact]
    public async Task Who_hangs_up_while_waiting_leaves_the_place_to_others()
    {
        var turns = new PasswordTurns(1, 1);
        Assert.True(await turns.TakeAsync(_one, Ct));
        using var hangUp = new CancellationTokenSource();
        var gone = turns.TakeAsync(_one, hangUp.Token).AsTask();
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        var waiting = turns.TakeAsync(_one, Ct).AsTask();
        Assert.False(waiting.IsCompleted);
        turns.End();
        Assert.True(await waiting);
    }

    [Fact]
    public async Task One_network_that_fills_the_queue_does_not_keep_another_out()
    {
        var turns = new PasswordTurns(1, 4);
        Assert.True(await turns.TakeAsync(_one, Ct));
        Task<bool>[] flood = [.. Enumerable.Range(0, 79).Select(_ => turns.TakeAsync(_one, Ct).AsTask())];
        Assert.Equal(75, flood.Count(attempt => attempt.IsCompletedSuccessfully));

        var other = turns.TakeAsync(_other, Ct).AsTask();
        Assert.False(other.IsCompleted);
        Assert.False(await flood[3]);
        Assert.False(await turns.TakeAsync(_one, Ct));

        turns.End();
        Assert.True(await flood[0]);
        turns.End();
        Assert.True(await other);
    }

    [Fact]
    public async Task Two_networks_share_the_queue_and_do_not_push_each_other_out()
    {
        var turns = new PasswordTurns(1, 4);
        Assert.True(await turns.TakeAsync(_one, Ct));
        Task<bool>[] ones = [.. Enumerable.Range(0, 4).Select(_ => turns.TakeAsync(_one, Ct).AsTask())];
        Task<bool>[] others = [.. Enumerable.Range(0, 3).Select(_ => turns.TakeAsync(_other, Ct).AsTask())];
        foreach (var gone in (Task<bool>[])[ones[2], ones[3], others[2]]) Assert.False(await gone);
        foreach (var next in (Task<bool>[])[ones[0], others[0], ones[1], others[1]])
        {
            turns.End();
            Assert.True(await next);
        }
        turns.End();
        Assert.True(await turns.TakeAsync(_one, Ct));
    }

    [Fact]
    public void Attempts_at_the_same_moment_that_come_and_go_leave_every_place_free()
    {
        var turns = new PasswordTurns(2, 6);
        Together.Run(64, async i =>
        {
            using var hangUp = new CancellationTokenSource();
            var turn = turns.TakeAsync(i % 3 == 0 ? _one : _other, hangUp.Token).AsTask();
            if (i % 5 == 0) await hangUp.CancelAsync();
            try
            {
                if (await turn) turns.End();
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            return true;
        });
        for (var i = 0; i < 2; i++) Assert.True(turns.TakeAsync(_one, Ct).AsTask().IsCompletedSuccessfully);
        Assert.False(turns.TakeAsync(_one, Ct).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_password_that_finds_no_turn_is_answered_503_and_other_grants_are_not_held_up()
    {
        var setup = new Setup();
        setup.Shield = new BruteForceShield(setup.Clock, passwordsAtOnce: 1, passwordsWaiting: 0);
        var server = setup.Server();
        var credentials = ("client_id", "web");
        OAuthRequest Request(Parameters form) =>
            Records.Context(parameters: [.. form, credentials, ("client_secret", Known.WebSecret)]).Request;

        var verified = new TaskCompletionSource<bool>();
        var running = setup.Shield.VerifyPasswordAsync("bob", null, _ => new(verified.Task), ct: Ct).AsTask();
        var refused = await server.TokenAsync(Request(Known.PasswordOfAlice), Ct);
        Assert.Equal((503, "temporarily_unavailable", "5"), (refused.Status, refused.Error?.Code, refused.Header("Retry-After")));
        Assert.Equal(200, (await server.TokenAsync(Request(Known.ClientCredentials), Ct)).Status);
        verified.SetResult(true);
        Assert.False((await running).IsError(out _, out _));
        Assert.Equal(200, (await server.TokenAsync(Request(Known.PasswordOfAlice), Ct)).Status);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, -1)]
    public void A_shield_with_no_room_is_none(int capacity, int atOnce, int waiting) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BruteForceShield(null, capacity, atOnce, waiting));
}
