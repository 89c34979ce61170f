using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;

namespace OAuth2Server.Jwt;

/// <summary>Asks the authorization server about access tokens, and keeps its answers for a short time (RFC 7662).</summary>
internal sealed class IntrospectedTokens(
    RemoteAuthorizationServerOptions options, IntrospectionOptions settings, RemoteDocuments documents, RemoteServer server,
    (TimeProvider Clock, RemoteLog Log) environment)
{
    private const int MaxActive = 10_000;
    private const int MaxRefused = 10_000;
    private const int MaxBytes = 64 * 1024;

    // A token of a client that was refused by mistake is asked about again soon.
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock = environment.Clock;

    // Apart, so that a flood of invented tokens pushes no valid one out.
    private readonly BoundedCache<Answer> _active = new(MaxActive);
    private readonly BoundedCache<Answer> _refused = new(MaxRefused);
    private readonly ConcurrentDictionary<SecretHash, Lazy<Task<Outcome<AccessToken>>>> _running = new();

    private readonly AuthenticationHeaderValue _basic = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(
        $"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(settings.ClientSecret)}")));

    internal async ValueTask<Outcome<AccessToken>> ReadAsync(Secret token, SecretHash hash, DateTimeOffset now, CancellationToken ct)
    {
        if (Find(hash, now) is { } known) return known;
        // Requests with the same token at the same time wait for one answer. The call belongs to none of them.
        var call = _running.GetOrAdd(hash, hash => new(() => StartAsync(token, hash)));
        return await call.Value.WaitAsync(ct);
    }

    private Task<Outcome<AccessToken>> StartAsync(Secret token, SecretHash hash)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(async () =>
            {
                try
                {
                    // The call before this one may have ended since the caller looked.
                    return Find(hash, _clock.GetUtcNow()) ?? await AskAsync(token.Reveal(), hash);
                }
                finally
                {
                    _running.TryRemove(hash, out _);
                }
            });
        }
    }

    private Outcome<AccessToken>? Find(SecretHash hash, DateTimeOffset now)
    {
        if (settings.CacheFor == TimeSpan.Zero) return null;
        if (_active.TryGet(hash, out var answer) && now < answer.Until) return answer.Outcome;
        if (_refused.TryGet(hash, out answer) && now < answer.Until) return answer.Outcome;
        return null;
    }

    private async Task<Outcome<AccessToken>> AskAsync(string token, SecretHash hash)
    {
        if (await documents.MetadataAsync(CancellationToken.None) is not { } metadata)
            return Unavailable(documents.Metadata.RetryAfter);
        if (metadata.IntrospectionAddress is not { } address) return Failed("its metadata has no introspection_endpoint");
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token")]),
        };
        request.Headers.Authorization = _basic;
        request.Headers.Accept.ParseAdd("application/json");
        var answer = await server.SendAsync(request, MaxBytes, CancellationToken.None);
        if (answer.Problem is { } problem)
        {
            if (answer.Status is not (400 or 401 or 403)) return Failed($"{address}: {problem}", answer.RetryAfter);
            environment.Log.NotAllowed(options.Issuer, settings.ClientId, answer.Status);
            return Unavailable(RetryAfter);
        }

        var now = _clock.GetUtcNow();
        var outcome = IntrospectionAnswer.Read(
            answer.Body, hash, options.Issuer, settings.RequireAudience, (now, options.ClockSkew, now + settings.CacheFor));
        if (outcome is not { } read) return Failed($"{address}: the answer is not that of RFC 7662 §2.2");
        if (settings.CacheFor > TimeSpan.Zero) Keep(hash, read, now);
        return read;
    }

    private void Keep(SecretHash hash, Outcome<AccessToken> outcome, DateTimeOffset now)
    {
        var until = now + settings.CacheFor;
        if (outcome.IsError(out _, out var token))
            _refused.Set(hash, new(outcome, now + (settings.CacheFor < RefusedFor ? settings.CacheFor : RefusedFor)));
        else _active.Set(hash, new(outcome, token.ExpiresAt < until ? token.ExpiresAt : until));
    }

    private OAuthError Failed(string problem, TimeSpan? retryAfter = null)
    {
        environment.Log.Unavailable("an introspection", options.Issuer, problem);
        return Unavailable(retryAfter is { } wait && wait > TimeSpan.Zero && wait < TimeSpan.FromHours(1) ? wait : RetryAfter);
    }

    private static OAuthError Unavailable(TimeSpan retryAfter) =>
        OAuthError.TemporarilyUnavailable("The token cannot be verified now.", retryAfter);

    private sealed record Answer(Outcome<AccessToken> Outcome, DateTimeOffset Until);
}
