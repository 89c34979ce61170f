using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace OAuth2Server;

/// <summary>Which pages may read an answer (CORS): those of an origin at which a public client is registered to be redirected to.</summary>
/// <remarks>
/// The model's answers are kept for a minute: any page can send a preflight, which carries no credentials, and must not load the store with
/// it.
/// One instance serves the whole application.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "A semaphore without a wait handle holds nothing, and this lasts as long as the application.")]
internal sealed class ClientOrigins
{
    internal const int Capacity = 1000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Issuer, string Origin), (bool Allowed, DateTimeOffset Until)> _answers = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The origin that a request names in its header; null when there is none, when it is opaque (<c>null</c>), or not written as
    /// browsers write it.</summary>
    internal static string? Named(OAuthRequest request) =>
        request.Header("Origin") is [{ } origin] && WebOrigin.Of(origin) == origin ? origin : null;

    /// <summary>Decides for the origin of a request: by the kept answer, or by the model's. One question at a time, also when an attacker
    /// invents many origins.</summary>
    internal async ValueTask<Outcome<bool>> AllowsAsync(IClientOriginModel model, OAuthContext context, CancellationToken ct)
    {
        if (Named(context.Request) is not { } origin) return false;
        var key = (context.Issuer, origin);
        if (Kept(key, context.Now) is { } kept) return kept;
        // When the store does not answer in time, its last answer counts: invented origins must not block the pages of clients.
        if (!await _turn.WaitAsync(LongestWait, ct)) return _answers.TryGetValue(key, out var last) && last.Allowed;
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

    private bool? Kept((string, string) key, DateTimeOffset now) =>
        _answers.TryGetValue(key, out var answer) && answer.Until > now ? answer.Allowed : null;

    // Refused origins are removed first: their number has no bound, while clients have few.
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
