using System.Net;

namespace OAuth2Server.Jwt;

/// <summary>Sends requests to another server: only to https, or http on this machine; without redirects; with a limit of time and of
/// size.</summary>
internal sealed class RemoteServer(HttpMessageInvoker http, TimeSpan timeout, TimeProvider clock)
{
    /// <summary>The handler for requests to an authorization server.</summary>
    internal static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        // A change of the address in DNS is seen.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 64,
        MaxResponseHeadersLength = 32,
    };

    /// <summary>Whether an address may be asked: what is sent and what comes back must not be read or changed on the way.</summary>
    internal static bool IsSafe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The largest body that is read.</param>
    /// <param name="ct">Stops the request.</param>
    /// <returns>The answer. Nothing is thrown when the server is away.</returns>
    internal async Task<RemoteAnswer> SendAsync(HttpRequestMessage request, int maxBytes, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        var asked = request.RequestUri;
        try
        {
            using var response = await http.SendAsync(request, both.Token);
            // A handler of the application may follow redirects: they could lead anywhere.
            if (response.RequestMessage?.RequestUri is { } answered && answered != asked)
                return RemoteAnswer.None("it redirected the request, which is not followed");
            return await ReadAsync(response, maxBytes, both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return RemoteAnswer.None("it did not answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return RemoteAnswer.None($"the connection failed ({e.Message})");
        }
    }

    private async Task<RemoteAnswer> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400) return new(status, [], "it redirected the request, which is not followed");
        if (status != 200) return new(status, [], $"it answered {status}") { RetryAfter = RetryAfterOf(response) };
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is null || !(type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)))
            return new(status, [], "the answer is not application/json");
        if (response.Content.Headers.ContentLength > maxBytes || await BodyAsync(response.Content, maxBytes, ct) is not { } body)
            return new(status, [], $"the answer is larger than {maxBytes / 1024} kB");
        return new(status, body, null) { MaxAge = CacheHeaders.MaxAgeOf(response, clock.GetUtcNow()) };
    }

    private static async Task<byte[]?> BodyAsync(HttpContent content, int maxBytes, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        var body = new byte[Math.Min((int)(content.Headers.ContentLength ?? 4096) + 1, maxBytes + 1)];
        var length = 0;
        while (await stream.ReadAsync(body.AsMemory(length), ct) is var read and > 0)
        {
            length += read;
            if (length > maxBytes) return null;
            if (length == body.Length) Array.Resize(ref body, Math.Min(body.Length * 2, maxBytes + 1));
        }
        return body[..length];
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } wait ? wait.Delta ?? wait.Date - clock.GetUtcNow() : null;
}
