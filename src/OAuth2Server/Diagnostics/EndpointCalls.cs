namespace OAuth2Server;

/// <summary>The frame of every call of an endpoint: it begins the request, and whatever comes of it, an answer, a refusal or an exception, is measured, logged and told.</summary>
internal sealed class EndpointCalls(OAuth2ServerOptions options, TimeProvider clock, Journal journal, BruteForceShield? shield = null)
{
    /// <summary>Answers one request.</summary>
    /// <param name="endpoint">One of <see cref="EndpointName"/>.</param>
    /// <param name="request">The request.</param>
    /// <param name="handle">The endpoint.</param>
    /// <param name="ct">Cancelled when the client hangs up: then nobody is answered.</param>
    /// <returns>What the endpoint gave; <c>server_error</c> when it threw.</returns>
    internal ValueTask<Outcome<T>> RunAsync<T>(string endpoint, OAuthRequest request, Func<OAuthContext, CancellationToken, ValueTask<Outcome<T>>> handle, CancellationToken ct) where T : notnull
    {
        ArgumentNullException.ThrowIfNull(request);
        return RunAsync(endpoint, request, null, handle, ct);
    }

    /// <summary>Answers a request that has begun before, so that nobody resolves its issuer twice.</summary>
    internal ValueTask<Outcome<T>> RunAsync<T>(string endpoint, OAuthContext context, Func<OAuthContext, CancellationToken, ValueTask<Outcome<T>>> handle, CancellationToken ct) where T : notnull =>
        RunAsync(endpoint, context.Request, context, handle, ct);

    private async ValueTask<Outcome<T>> RunAsync<T>(string endpoint, OAuthRequest request, OAuthContext? context, Func<OAuthContext, CancellationToken, ValueTask<Outcome<T>>> handle, CancellationToken ct) where T : notnull
    {
        using var measurement = Measurement.Begin(endpoint, clock);
        try
        {
            context ??= options.ContextOf(request, clock, shield);
            measurement?.Context = context;
            var outcome = await handle(context, ct);
            if (outcome.IsError(out var error, out _))
            {
                measurement?.Refused(error);
                await journal.RefusedAsync(endpoint, error, context);
            }
            else
            {
                measurement?.Answered();
            }
            return outcome;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            var error = OAuthError.ServerError();
            measurement?.Refused(error);
            await journal.FailedAsync(endpoint, e, error, request.CorrelationId, context);
            return error;
        }
    }
}
