using System.Net.Http.Headers;

namespace OAuth2Server.DPoP;

/// <summary>Adds an access token to each request of an HttpClient, in the scheme <c>DPoP</c>. When a resource refuses the token
/// (<c>invalid_token</c>), it gets a new one and sends the request once more.</summary>
/// <remarks>Put it before a <see cref="DPoPHandler"/>, which adds the proofs. Requests at the same time wait for one new token.
/// Thread-safe.</remarks>
/// <param name="newToken">Gets a new access token: with a refresh token, or as the client itself. It is called before the first request and
/// after a refusal, one call at a time; it is not cancelled with a request, because others may wait for it too.</param>
public sealed class DPoPTokenHandler(Func<CancellationToken, Task<string>> newToken) : DelegatingHandler
{
    private readonly Lock _lock = new();
    private Task<string>? _token;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Content is { } content) await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        var used = TokenAsync(refused: null);
        request.Headers.Authorization = await HeaderAsync(used, cancellationToken).ConfigureAwait(false);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!NonceChallenge.HasChallenge(response, "invalid_token")) return response;

        request.Headers.Authorization = await HeaderAsync(TokenAsync(refused: used), cancellationToken).ConfigureAwait(false);
        response.Dispose();
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<AuthenticationHeaderValue> HeaderAsync(Task<string> token, CancellationToken ct) =>
        new(DPoPHandler.Scheme, await token.WaitAsync(ct).ConfigureAwait(false));

    // The token that is there, unless it is the refused one: another request may have got a new one meanwhile.
    private Task<string> TokenAsync(Task<string>? refused)
    {
        lock (_lock)
        {
            if (_token is null or { IsFaulted: true } or { IsCanceled: true } || _token == refused)
                _token = Task.Run(() => newToken(CancellationToken.None));
            return _token;
        }
    }
}
