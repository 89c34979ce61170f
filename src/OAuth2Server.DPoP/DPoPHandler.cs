using System.Collections.Concurrent;

namespace OAuth2Server.DPoP;

/// <summary>Adds a proof to each request of an HttpClient: to token requests, and to requests with an access token in the scheme
/// <c>DPoP</c> (RFC 9449 §5, §7). It remembers the nonces of the servers, and sends a request that was refused for its nonce once more
/// (§8, §9).</summary>
/// <remarks>
/// Requests with the scheme <c>Bearer</c> stay as they are. The body of each request is kept in memory, so that it can be sent again.
/// Switch redirects off in the handler below (<c>AllowAutoRedirect</c>): a proof is for one address. Thread-safe.
/// </remarks>
/// <param name="key">The key; it is not disposed.</param>
/// <param name="clock">The clock; null takes the system's.</param>
public sealed class DPoPHandler(DPoPKey key, TimeProvider? clock = null) : DelegatingHandler
{
    /// <summary>The authentication scheme of access tokens that are bound to a key.</summary>
    public const string Scheme = "DPoP";

    private const string ProofHeader = "DPoP";
    private const string NonceHeader = "DPoP-Nonce";

    // Servers that a client talks to are few. Where addresses come from outside, the oldest nonces are not worth more memory than this.
    private const int MaxNonces = 1000;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    // The authorization server and the resource of one origin may have different nonces (§9).
    private readonly ConcurrentDictionary<(string Origin, bool IsResource), string> _nonces = new();

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var token = TokenOf(request);
        if (request.RequestUri is not { IsAbsoluteUri: true } address || (token is null && IsBearer(request)))
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

        var server = (address.GetLeftPart(UriPartial.Authority), token is not null);
        if (request.Content is { } content) await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        var used = _nonces.GetValueOrDefault(server);
        Prove(request, address, token, used);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var offered = Remember(server, response);
        // Once: a server that refuses its own nonce would be asked without end.
        if (offered is null || offered == used || !await NonceChallenge.IsInAsync(response, cancellationToken).ConfigureAwait(false))
            return response;
        response.Dispose();
        Prove(request, address, token, offered);
        response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        Remember(server, response);
        return response;
    }

    private void Prove(HttpRequestMessage request, Uri address, string? token, string? nonce)
    {
        request.Headers.Remove(ProofHeader);
        request.Headers.TryAddWithoutValidation(
            ProofHeader, DPoPProof.Create(key, request.Method.Method, address, _clock.GetUtcNow(), token, nonce));
    }

    private string? Remember((string, bool) server, HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues(NonceHeader, out var values) || values.ToArray() is not [{ Length: > 0 } nonce]) return null;
        if (_nonces.Count >= MaxNonces) _nonces.Clear();
        _nonces[server] = nonce;
        return nonce;
    }

    private static string? TokenOf(HttpRequestMessage request) =>
        request.Headers.Authorization is { Parameter: { Length: > 0 } token } sent
        && sent.Scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase)
            ? token
            : null;

    private static bool IsBearer(HttpRequestMessage request) =>
        string.Equals(request.Headers.Authorization?.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase);
}
