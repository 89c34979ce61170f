namespace OAuth2Server;

/// <summary>Which pages may read an answer: those of an origin where a public client is registered to be redirected to.</summary>
internal sealed class ClientOrigins(IClientOriginModel model, OriginAnswers answers)
{
    /// <summary>The origin that a request names in its header; null when there is none, it is opaque (<c>null</c>), or no browser would write it so.</summary>
    internal static string? Named(OAuthRequest request) =>
        request.Header("Origin") is [{ } origin] && WebOrigin.Of(origin) == origin ? origin : null;

    internal async ValueTask<Outcome<bool>> AllowsAsync(OAuthContext context, CancellationToken ct) =>
        Named(context.Request) is { } origin && await answers.AskAsync(model, origin, context, ct);
}
