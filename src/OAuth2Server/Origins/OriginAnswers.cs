using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server;

/// <summary>What a model said of origins, for a minute: anybody can ask (CORS preflights carry no credentials), and nobody shall load the store with it.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A semaphore without a wait handle holds nothing, and this lives as long as the application.")]
internal sealed class OriginAnswers
{
    internal const int Capacity = 1000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Issuer, string Origin), (bool Allowed, DateTimeOffset Until)> _answers = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The kept answer, or the model's: one question at a time, however many origins somebody makes up.</summary>
    internal async ValueTask<bool> AskAsync(IClientOriginModel model, string origin, OAuthContext context, CancellationToken ct)
    {
        var key = (context.Issuer, origin);
        if (Kept(key, context.Now) is { } kept) return kept;
        // Whoever makes origins up faster than the store answers, or a store that is away, must not hold up the pages of clients: what was said of them last still counts.
        if (!await _turn.WaitAsync(Patience, ct)) return _answers.TryGetValue(key, out var last) && last.Allowed;
        try
        {
            if (Kept(key, context.Now) is { } meanwhile) return meanwhile;
            var allowed = await model.IsClientOriginAsync(origin, context, ct);
            MakeRoom();
            _answers[key] = (allowed, context.Now + Lifetime);
            return allowed;
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool? Kept((string, string) key, DateTimeOffset now) => _answers.TryGetValue(key, out var answer) && answer.Until > now ? answer.Allowed : null;

    // Refused origins go first: there is no end of them, while those of clients are few.
    private void MakeRoom()
    {
        if (_answers.Count < Capacity) return;
        foreach (var (key, answer) in _answers)
        {
            if (!answer.Allowed) _answers.TryRemove(key, out _);
        }
        if (_answers.Count >= Capacity) _answers.Clear();
    }
}
