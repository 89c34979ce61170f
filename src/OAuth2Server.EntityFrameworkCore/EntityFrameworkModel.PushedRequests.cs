using System.Security.Cryptography;

namespace OAuth2Server.EntityFrameworkCore;

/// <content>Pushed authorization requests, and the signed messages that were used.</content>
public partial class EntityFrameworkModel<TContext> : IPushedRequestModel, IReplayModel
{
    /// <inheritdoc/>
    public async ValueTask SavePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var row = PushedRequestRow.Of(request);
        var insert = _store.Sql.PushedRequests.Insert;
        if ((await _store.ExecuteAsync(insert, ArgumentsOf(insert).Add(row, PushedRequestRow.Shape), ct))[0] > 0) return;
        // Saved by this call, whose answer was lost; otherwise another request has its text.
        var saved = await FindPushedRequestAsync(row.Hash, ct);
        if (saved is not null && (saved.ClientId != row.ClientId || saved.Parameters != row.Parameters)) throw Taken();
    }

    /// <inheritdoc/>
    public async ValueTask<PushedRequest?> GetPushedRequestAsync(Secret reference, OAuthContext context, CancellationToken ct)
    {
        var row = await FindPushedRequestAsync(reference.Hash.ToByteArray(), ct);
        return Readable(row, static (_, r) => r.ToPushedRequest(), "pushed requests", r => r.ClientId);
    }

    /// <inheritdoc/>
    public async ValueTask VisitPushedRequestAsync(
        PushedRequest request, DateTimeOffset expiresAt, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var arguments = new Arguments(3).Add(request.Hash.ToByteArray()).Add(context.Now.UtcTicks).Add(expiresAt.UtcTicks);
        await _store.ExecuteAsync(_store.Sql.PushedRequests.Visit, arguments, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RevokePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var arguments = new Arguments(3).Add(request.Hash.ToByteArray()).Add(context.Now.UtcTicks)
            .Add(RandomNumberGenerator.GetBytes(16));
        return (await _store.ExecuteAsync(_store.Sql.PushedRequests.Consume, arguments, ct))[0] > 0;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> UseOnceAsync(SecretHash message, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        var arguments = new Arguments(4).Add(message.ToByteArray()).Add(until.UtcTicks)
            .Add(BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)))).Add(now.UtcTicks);
        return (await _store.ExecuteAsync(_store.Sql.Replays.Use, arguments, ct))[0] > 0;
    }

    private ValueTask<PushedRequestRow?> FindPushedRequestAsync(byte[] hash, CancellationToken ct) =>
        _store.FindAsync(_store.Sql.PushedRequests.Find, PushedRequestRow.Shape, new Arguments(1).Add(hash), ct);
}
