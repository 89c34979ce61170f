namespace OAuth2Server;

/// <summary>The frame of every call: it measures, reports a refusal, and turns what a model or a policy throws into
/// <c>server_error</c>.</summary>
internal static class EndpointCall
{
    private static readonly TimeSpan ClientRetry = TimeSpan.FromSeconds(10);

    /// <summary>Calls an endpoint and gives its response, or the error in JSON.</summary>
    internal static async ValueTask<OAuthResponse> AnswerAsync(IEndpoint endpoint, OAuthContext context, CancellationToken ct)
    {
        context.EndpointPath = endpoint.Path;
        var outcome = await RunAsync(
            endpoint.Name, context, endpoint, static (endpoint, context, ct) => endpoint.HandleAsync(context, ct), ct);
        var answer = outcome.IsError(out var error, out var response) ? OAuthResponse.Json(error, context.CorrelationId) : response;
        return context.AddedResponseHeaders is { } headers ? answer.With(headers) : answer;
    }

    /// <summary>Makes one call.</summary>
    /// <param name="name">The name of the endpoint, or one of <see cref="EndpointName"/>.</param>
    /// <param name="context">The request.</param>
    /// <param name="state">What the call works on.</param>
    /// <param name="handle">The call; keep it static, so that no closure is allocated.</param>
    /// <param name="ct">Cancelled when the client closes the connection: then there is no answer.</param>
    /// <returns>What the call returned; <c>server_error</c> when it threw.</returns>
    internal static async ValueTask<Outcome<T>> RunAsync<TState, T>(
        string name, OAuthContext context, TState state, Func<TState, OAuthContext, CancellationToken, ValueTask<Outcome<T>>> handle,
        CancellationToken ct)
        where T : notnull
    {
        using var measurement = OAuth2Diagnostics.MeasuresCalls ? Measurement.Begin(name, context.Clock) : null;
        try
        {
            if (context.Failure is { } failure) return await FailAsync<T>(name, context, failure, measurement);
            var outcome = await handle(state, context, ct);
            if (context.IsClientUnavailable && outcome.IsError(out var unknown, out _) && unknown.Code == "invalid_client")
                outcome = OAuthError.TemporarilyUnavailable("The client cannot be verified now. Try again later.", ClientRetry);
            // A response may carry an error too: a redirect with an error in it.
            var refused = outcome.IsError(out var error, out var value) ? error : (value as OAuthResponse)?.Error;
            measurement?.Ended(refused);
            if (refused is not null) await context.ReportRefusalAsync(name, refused);
            return outcome;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return await FailAsync<T>(name, context, e, measurement);
        }
        finally
        {
            if (measurement is not null) (measurement.ClientId, measurement.GrantType) = (context.ClientId, context.GrantType);
        }
    }

    private static async ValueTask<Outcome<T>> FailAsync<T>(
        string name, OAuthContext context, Exception exception, Measurement? measurement)
        where T : notnull
    {
        var error = OAuthError.ServerError();
        measurement?.Ended(error);
        await context.ReportRefusalAsync(name, error, exception);
        return error;
    }
}
