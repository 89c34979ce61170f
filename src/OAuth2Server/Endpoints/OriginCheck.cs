namespace OAuth2Server;

/// <summary>The question of a page of another origin: may it read an answer (CORS)?</summary>
internal static class OriginCheck
{
    internal static async ValueTask<bool> RunAsync(IOAuthModel model, ClientOrigins origins, OAuthContext context, CancellationToken ct)
    {
        if (model is not IClientOriginModel clients || ClientOrigins.Named(context.Request) is null) return false;
        var outcome = await EndpointCall.RunAsync(EndpointName.Origin, context, (clients, origins), static (state, context, ct) =>
            state.origins.AllowsAsync(state.clients, context, ct), ct);
        return !outcome.IsError(out _, out var allowed) && allowed;
    }
}
