using Microsoft.Extensions.Logging;

namespace OAuth2Server.Jwt;

/// <summary>The metadata and the keys of an authorization server, fetched and kept.</summary>
internal sealed class RemoteDocuments
{
    private static readonly TimeSpan LeastFresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostFresh = TimeSpan.FromHours(12);
    private static readonly TimeSpan FreshByDefault = TimeSpan.FromHours(1);

    private readonly string _issuer;
    private readonly RemoteServer _server;
    private readonly RemoteLog _log;
    private readonly Refreshed<KeySet> _keys;

    internal RemoteDocuments(string issuer, RemoteServer server, TimeProvider clock, RemoteLog log)
    {
        (_issuer, _server, _log) = (issuer, server, log);
        Metadata = new(FetchMetadataAsync, clock);
        _keys = new(FetchKeysAsync, clock);
    }

    internal Refreshed<RemoteMetadata> Metadata { get; }

    /// <summary>How long a request without keys should wait.</summary>
    internal TimeSpan RetryAfter => _keys.RetryAfter;

    /// <summary>Gets the keys; those of a rotation that just happened are fetched.</summary>
    /// <returns>Null when there are none and none can be fetched.</returns>
    internal ValueTask<KeySet?> KeysAsync(string? keyId, string algorithm, CancellationToken ct) =>
        _keys.GetAsync((keyId, algorithm), static (keys, wanted) => keys.Find(wanted.keyId, wanted.algorithm) is not null, ct);

    /// <summary>Gets the metadata; null when there is none and none can be fetched.</summary>
    internal ValueTask<RemoteMetadata?> MetadataAsync(CancellationToken ct) => Metadata.GetAsync(0, static (_, _) => true, ct);

    /// <summary>How long a document is fresh: as its server says, but not so short that every request fetches it, nor so long that a key
    /// that was taken out is used for days.</summary>
    internal static TimeSpan FreshFor(TimeSpan? maxAge) =>
        maxAge is not { } age ? FreshByDefault : age < LeastFresh ? LeastFresh : age > MostFresh ? MostFresh : age;

    private async Task<(RemoteMetadata Value, TimeSpan FreshFor)?> FetchMetadataAsync(CancellationToken ct)
    {
        var problem = "";
        foreach (var address in RemoteMetadata.AddressesOf(_issuer))
        {
            var answer = await GetAsync(address, RemoteMetadata.MaxBytes, ct);
            problem = $"{address}: {answer.Problem}";
            // Only where there is no such document: a server that failed must not be asked for another document instead.
            if (answer.Status is >= 400 and < 500) continue;
            if (answer.Problem is not null) break;
            if (RemoteMetadata.TryRead(answer.Body, _issuer, out var metadata, out var wrong)) return (metadata, FreshFor(answer.MaxAge));
            problem = $"{address}: {wrong}";
            break;
        }
        _log.Unavailable("the metadata", _issuer, problem);
        return null;
    }

    private async Task<(KeySet Value, TimeSpan FreshFor)?> FetchKeysAsync(CancellationToken ct)
    {
        if (await MetadataAsync(ct) is not { } metadata) return null;
        if (metadata.KeysAddress is not { } address)
        {
            _log.Unavailable("the keys", _issuer, "its metadata has no jwks_uri");
            Metadata.Expire();
            return null;
        }
        var answer = await GetAsync(address, RemoteMetadata.MaxBytes, ct);
        var isRead = KeySet.TryRead(answer.Body, out var keys, out var skipped);
        if (answer.Problem is null && skipped > 0) _log.KeysSkipped(_issuer, skipped);
        if (answer.Problem is null && isRead) return (keys!, FreshFor(answer.MaxAge));
        _log.Unavailable("the keys", _issuer, $"{address}: {answer.Problem ?? "it is no key set, or no key in it can be used"}");
        // The address may have changed.
        Metadata.Expire();
        return null;
    }

    private async Task<RemoteAnswer> GetAsync(string address, int maxBytes, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("application/json");
        return await _server.SendAsync(request, maxBytes, ct);
    }
}
