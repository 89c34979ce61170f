namespace OAuth2Server.Testing.Tests;

/// <summary>A model with rows of its own for pushed requests: right as it is, and made wrong by one member.</summary>
internal sealed class PushedRows(InMemoryModel inner) : RightDeviceModel(inner)
{
    private readonly Dictionary<string, PushedRequest> _rows = [];
    private readonly Meeting _meeting = new();

    public Func<SecretHash, string> Key { get; init; } = hash => Convert.ToHexString(hash.ToByteArray());

    /// <summary>The row after a save, given the request and what is there.</summary>
    public Func<PushedRequest, PushedRequest?, PushedRequest> Saved { get; init; } = (request, held) => held is null
        ? request
        : throw new InvalidOperationException("A request with this text is saved already.");

    public Func<PushedRequest, PushedRequest?> Found { get; init; } = held => held;

    public Func<PushedRequest?> Missing { get; init; } = () => null;

    /// <summary>The row after a visit, given what is there, the request of the caller and the two times.</summary>
    public Func<PushedRequest, PushedRequest, DateTimeOffset, DateTimeOffset, PushedRequest> Visited { get; init; } =
        (held, _, now, until) => held.VisitedAt is null ? held with { VisitedAt = now, ExpiresAt = until } : held;

    /// <summary>The row after a use, given what is there, the request of the caller and the time; null refuses.</summary>
    public Func<PushedRequest, PushedRequest, DateTimeOffset, PushedRequest?> Consumed { get; init; } =
        (held, _, now) => held.ConsumedAt is null ? held with { ConsumedAt = now } : null;

    public bool ConsumesWhatIsMissing { get; init; }

    public bool RemovesWhatIsConsumed { get; init; }

    public Func<PushedRequest, DateTimeOffset, bool> IsPruned { get; init; } = (held, now) => held.ExpiresAt <= now;

    /// <summary>Reads, and writes afterwards.</summary>
    public bool LooksFirst { get; init; }

    /// <summary>Sets the two times of a visit one after the other.</summary>
    public bool VisitsInTwoSteps { get; init; }

    /// <summary>Ends a cancelled call as if it were complete.</summary>
    public bool HidesCancellation { get; init; }

    public override ValueTask SavePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct)
    {
        if (HidesCancellation && ct.IsCancellationRequested) return default;
        lock (_rows) _rows[Key(request.Hash)] = Saved(request, _rows.GetValueOrDefault(Key(request.Hash)));
        return default;
    }

    public override ValueTask<PushedRequest?> GetPushedRequestAsync(Secret reference, OAuthContext context, CancellationToken ct)
    {
        lock (_rows) return new(_rows.TryGetValue(Key(reference.Hash), out var held) ? Found(held) : Missing());
    }

    public override async ValueTask VisitPushedRequestAsync(
        PushedRequest request, DateTimeOffset expiresAt, OAuthContext context, CancellationToken ct)
    {
        await ChangeAsync(request.Hash, held => Visited(held, request, context.Now, expiresAt), LooksFirst);
        if (!VisitsInTwoSteps) return;
        await _meeting.WaitAsync();
        await ChangeAsync(request.Hash, held => held with { ExpiresAt = expiresAt }, false);
    }

    public override async ValueTask<bool> RevokePushedRequestAsync(PushedRequest request, OAuthContext context, CancellationToken ct)
    {
        if (HidesCancellation && ct.IsCancellationRequested) return true;
        return await ChangeAsync(request.Hash, held => Consumed(held, request, context.Now), LooksFirst)
            ?? ConsumesWhatIsMissing;
    }

    public override async ValueTask<int> PruneAsync(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        lock (_rows)
        {
            foreach (var (key, _) in _rows.Where(row => IsPruned(row.Value, now)).ToList()) _rows.Remove(key);
        }
        return await base.PruneAsync(now, atMost, ct);
    }

    // Null when there is no row.
    private async Task<bool?> ChangeAsync(SecretHash hash, Func<PushedRequest, PushedRequest?> change, bool looksFirst)
    {
        PushedRequest? changed;
        lock (_rows)
        {
            if (!_rows.TryGetValue(Key(hash), out var held)) return null;
            changed = change(held);
            if (changed is null) return false;
            if (!looksFirst) return Write(hash, changed);
        }
        await _meeting.WaitAsync();
        lock (_rows) return Write(hash, changed);
    }

    private bool Write(SecretHash hash, PushedRequest changed)
    {
        if (RemovesWhatIsConsumed && changed.ConsumedAt is not null) _rows.Remove(Key(hash));
        else _rows[Key(hash)] = changed;
        return true;
    }
}
