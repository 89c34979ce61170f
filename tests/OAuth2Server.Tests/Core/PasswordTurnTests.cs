namespace OAuth2Server.Tests.Core;

/// <summary>Passwords are verified a few at a time.</summary>
[RfcSection("RFC 6749", "4.3.2")]
public sealed class PasswordTurnTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task So_many_run_so_many_wait_and_the_rest_is_sent_away()
    {
        var turns = new PasswordTurns(2, 1);
        Assert.True(await turns.TakeAsync(Ct));
        Assert.True(await turns.TakeAsync(Ct));
        var waiting = turns.TakeAsync(Ct).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.False(await turns.TakeAsync(Ct));

        turns.End();
        Assert.True(await waiting);
        var next = turns.TakeAsync(Ct).AsTask();
        Assert.False(next.IsCompleted);
        turns.End();
        Assert.True(await next);
    }

    [Fact]
    public async Task Who_hangs_up_while_waiting_leaves_the_place_to_others()
    {
        var turns = new PasswordTurns(1, 1);
        Assert.True(await turns.TakeAsync(Ct));
        using var hangUp = new CancellationTokenSource();
        var gone = turns.TakeAsync(hangUp.Token).AsTask();
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        var waiting = turns.TakeAsync(Ct).AsTask();
        Assert.False(waiting.IsCompleted);
        turns.End();
        Assert.True(await waiting);
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
