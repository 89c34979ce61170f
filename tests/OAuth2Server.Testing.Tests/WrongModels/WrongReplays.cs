using System.Collections.Concurrent;

namespace OAuth2Server.Testing.Tests;

/// <summary>Keeps a sealed answer until its time is over, although its successor was consumed.</summary>
internal sealed class KeepsTheAnswerOfAConsumedSuccessor(InMemoryModel inner, TimeProvider clock) : KeepsAnswers(inner)
{
    protected override bool Keeps(Replay replay) => replay.Until > clock.GetUtcNow();
}

/// <summary>Keeps a sealed answer when its time is over.</summary>
internal sealed class KeepsTheAnswerAfterItsTime(InMemoryModel inner, TimeProvider clock) : KeepsAnswers(inner)
{
    protected override bool Keeps(Replay replay) => replay.Until <= clock.GetUtcNow();
}

/// <summary>Gives sealed answers back that the right model has cleared.</summary>
internal abstract class KeepsAnswers(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, Replay> _replays = [];

    public override async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        if (!await base.ExchangeAsync(consumed, successor, replay, context, ct)) return false;
        if (replay is not null) _replays[consumed.Hash] = replay;
        return true;
    }

    public override async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        var found = await base.GetRefreshTokenAsync(token, context, ct);
        return found is { Replay: null } && _replays.TryGetValue(found.Hash, out var replay) && Keeps(replay)
            ? found with { Replay = replay }
            : found;
    }

    protected abstract bool Keeps(Replay replay);
}

/// <summary>Whenever any refresh token is consumed, clears the sealed answers of all others.</summary>
internal sealed class ClearsEveryAnswer(InMemoryModel inner) : RightModel(inner)
{
    private readonly ConcurrentDictionary<SecretHash, int> _times = [];
    private int _consumed;

    public override async ValueTask<bool> ExchangeAsync(
        Credential consumed, Token successor, Replay? replay, OAuthContext context, CancellationToken ct)
    {
        if (!await base.ExchangeAsync(consumed, successor, replay, context, ct)) return false;
        _times[consumed.Hash] = Interlocked.Increment(ref _consumed);
        return true;
    }

    public override async ValueTask<RefreshToken?> GetRefreshTokenAsync(Secret token, OAuthContext context, CancellationToken ct)
    {
        var found = await base.GetRefreshTokenAsync(token, context, ct);
        return found is not null && _times.TryGetValue(found.Hash, out var time) && time != _consumed
            ? found with { Replay = null }
            : found;
    }
}
