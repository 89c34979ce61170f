using System.Collections.Concurrent;

namespace OAuth2Server.Tests.Support;

/// <content>Pushed requests in a dictionary.</content>
public sealed partial class TestModel : IPushedRequestModel
{
    private readonly ConcurrentDictionary<SecretHash, PushedRequest> _pushed = new();

    /// <summary>The requests that are kept.</summary>
    public ICollection<PushedRequest> Pushed => _pushed.Values;

    ValueTask IPushedRequestModel.SavePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct)
    {
        Assert.True(_pushed.TryAdd(request.Hash, request));
        return default;
    }

    ValueTask<PushedRequest?> IPushedRequestModel.GetPushedRequestAsync(Secret reference, OAuthContext context, CancellationToken ct) =>
        new(_pushed.GetValueOrDefault(reference.Hash));

    ValueTask IPushedRequestModel.VisitPushedRequestAsync(
        PushedRequest request, DateTimeOffset expiresAt, OAuthContext context, CancellationToken ct)
    {
        Change(request.Hash, now => now.VisitedAt is null ? now with { VisitedAt = context.Now, ExpiresAt = expiresAt } : null);
        return default;
    }

    ValueTask<bool> IPushedRequestModel.RevokePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct) =>
        new(Change(request.Hash, now => now.ConsumedAt is null ? now with { ConsumedAt = context.Now } : null));

    private bool Change(SecretHash hash, Func<PushedRequest, PushedRequest?> change)
    {
        while (_pushed.TryGetValue(hash, out var now))
        {
            if (change(now) is not { } changed) return false;
            if (_pushed.TryUpdate(hash, changed, now)) return true;
        }
        return false;
    }
}
