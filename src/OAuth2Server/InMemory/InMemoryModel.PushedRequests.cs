namespace OAuth2Server;

/// <content>Pushed authorization requests, and the signed messages that were used.</content>
public partial class InMemoryModel : IPushedRequestModel, IReplayModel
{
    // Of no authorization yet: no id of one is like this.
    private const string PushedFamily = "pushed requests";

    private readonly InMemoryReplays _replayed = new();

    /// <inheritdoc/>
    public ValueTask SavePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        Add(request.Hash, request, PushedFamily, request.ExpiresAt);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<PushedRequest?> GetPushedRequestAsync(Secret reference, OAuthContext context, CancellationToken ct) =>
        new(_records.Find<PushedRequest>(reference.Hash));

    /// <inheritdoc/>
    public ValueTask VisitPushedRequestAsync(PushedRequest request, DateTimeOffset expiresAt, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_records.Gate)
        {
            var isFirst = _records.Replace<PushedRequest>(request.Hash, found =>
                found.VisitedAt is null ? found with { VisitedAt = context.Now, ExpiresAt = expiresAt } : null);
            if (isFirst) _records.Keep(request.Hash, expiresAt);
        }
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(_records.Replace<PushedRequest>(request.Hash, found =>
            found.ConsumedAt is null ? found with { ConsumedAt = context.Now } : null));
    }

    /// <inheritdoc/>
    public ValueTask<bool> UseOnceAsync(SecretHash message, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) =>
        _replayed.UseOnceAsync(message, now, until, ct);
}
