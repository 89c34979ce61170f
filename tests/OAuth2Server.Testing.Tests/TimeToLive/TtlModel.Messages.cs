namespace OAuth2Server.Testing.Tests;

/// <content>Pushed requests and used messages.</content>
internal sealed partial class TtlModel : IPushedRequestModel, IReplayModel
{
    public ValueTask SavePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct)
    {
        store.Run(s =>
        {
            if (s.Get<object>(Key("pushed", request.Hash)) is not null)
                throw new InvalidOperationException("A request with this text is saved already.");
            s.Set(Key("pushed", request.Hash), request, request.ExpiresAt - context.Now);
            return true;
        });
        return default;
    }

    public ValueTask<PushedRequest?> GetPushedRequestAsync(Secret reference, OAuthContext context, CancellationToken ct) =>
        new(store.Run(s => s.Get<PushedRequest>(Key("pushed", reference.Hash))));

    // The visit sets the time to live anew.
    public ValueTask VisitPushedRequestAsync(PushedRequest request, DateTimeOffset expiresAt, OAuthContext context, CancellationToken ct)
    {
        store.Run(s =>
        {
            if (s.Get<PushedRequest>(Key("pushed", request.Hash)) is not { VisitedAt: null } found) return false;
            var visited = found with { VisitedAt = context.Now, ExpiresAt = expiresAt };
            s.Set(Key("pushed", request.Hash), visited, expiresAt - context.Now);
            return true;
        });
        return default;
    }

    public ValueTask<bool> RevokePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct) =>
        new(store.Run(s =>
        {
            if (s.Get<PushedRequest>(Key("pushed", request.Hash)) is not { ConsumedAt: null } found) return false;
            s.Change(Key("pushed", request.Hash), found with { ConsumedAt = context.Now });
            return true;
        }));

    // SET key 1 NX PX milliseconds, in Redis.
    public ValueTask<bool> UseOnceAsync(SecretHash message, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) =>
        new(store.Run(s =>
        {
            if (s.Get<object>(Key("used", message)) is not null) return false;
            s.Set(Key("used", message), Marked, until - now);
            return true;
        }));
}
